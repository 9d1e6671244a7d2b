/**
 * What iOS 13.4 and Chrome 80 lack and our code or a package calls. Syntax is compiled by vite; this is only the
 * library. Defined as the language defines them: not enumerable.
 */
function define(target: object, name: string, value: unknown): void {
  if (!(name in target)) Object.defineProperty(target, name, { value, writable: true, configurable: true });
}

define(Object, 'hasOwn', (object: object, key: PropertyKey) => Object.prototype.hasOwnProperty.call(object, key));

function at<T>(this: ArrayLike<T>, index: number): T | undefined {
  const start = Math.trunc(index) || 0;
  return this[start < 0 ? this.length + start : start];
}
define(Array.prototype, 'at', at);
define(String.prototype, 'at', at);

// The contracts of shared refuse half surrogates by it.
define(String.prototype, 'isWellFormed', function isWellFormed(this: string): boolean {
  return !/[\ud800-\udbff](?![\udc00-\udfff])|(?:[^\ud800-\udbff]|^)[\udc00-\udfff]/.test(this);
});

export {};
