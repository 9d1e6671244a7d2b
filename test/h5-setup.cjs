// jsdom lacks these two; Vant asks for both when it mounts.
window.matchMedia ??= () => ({ matches: false, addEventListener() {}, removeEventListener() {} });
window.scrollTo = () => {};
