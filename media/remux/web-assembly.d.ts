/** The part of the WebAssembly JavaScript API that is used here: it comes with the DOM's types only. */
declare namespace WebAssembly {
  /** Pages of 64 KiB. */
  class Memory {
    constructor(descriptor: { initial: number; maximum: number; shared: boolean });
    readonly buffer: SharedArrayBuffer;
  }
  class CompileError extends Error {}
  class Module {
    constructor(bytes: Uint8Array);
  }
  /** @typeParam Exports what the module is known to export */
  class Instance<Exports> {
    constructor(module: Module, imports: Readonly<Record<string, Readonly<Record<string, Memory>>>>);
    readonly exports: Exports;
  }
}
