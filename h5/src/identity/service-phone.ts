/**
 * 致电客服: the government service line that every city answers (12345). A city with a service desk of its own for
 * this platform puts its number here.
 */
export const SERVICE_PHONE = '12345';
