/** Makes `Date` of this thread run with the hub's clock: the machine's time plus the offset the hub shares. */
export function followClock(clockOffset: SharedArrayBuffer): void {
  const offset = new Float64Array(clockOffset);
  const MachineDate = Date;
  const now = (): number => MachineDate.now() + (offset[0] ?? 0);
  const HubDate = new Proxy(MachineDate, {
    construct: (target, args: unknown[], newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new MachineDate(now()).toString(),
    get: (target, name, receiver) => (name === "now" ? now : Reflect.get(target, name, receiver)),
  });
  Object.defineProperty(MachineDate.prototype, "constructor", { value: HubDate, writable: true, configurable: true });
  globalThis.Date = HubDate;
}
