/** A merchant's way of counting days, and from when on its zone does something special within forty days. */
export type ZoneCase = {
  readonly name: string;
  readonly zone: string;
  readonly cutoffMinutes: number;
  readonly from: string;
  /** In ISO 4217 digits of all kinds. */
  readonly currency: string;
};

export const zoneCases: readonly ZoneCase[] = [
  { name: "northern summer time", zone: "Europe/Berlin", cutoffMinutes: 0, from: "2026-03-10", currency: "EUR" },
  { name: "southern summer time", zone: "Australia/Sydney", cutoffMinutes: 0, from: "2026-03-20", currency: "AUD" },
  { name: "half an hour", zone: "Asia/Kolkata", cutoffMinutes: 0, from: "2026-01-05", currency: "INR" },
  {
    name: "half an hour of summer time",
    zone: "Australia/Lord_Howe",
    cutoffMinutes: 0,
    from: "2026-03-20",
    currency: "AUD",
  },
  {
    name: "a midnight that is skipped",
    zone: "America/Sao_Paulo",
    cutoffMinutes: 0,
    from: "2018-10-20",
    currency: "BRL",
  },
  { name: "a midnight skipped in spring", zone: "Africa/Cairo", cutoffMinutes: 0, from: "2026-04-05", currency: "KWD" },
  { name: "a day that never was", zone: "Pacific/Apia", cutoffMinutes: 0, from: "2011-12-10", currency: "JPY" },
  {
    name: "a cutoff on a repeated hour",
    zone: "America/New_York",
    cutoffMinutes: 90,
    from: "2026-10-15",
    currency: "USD",
  },
];
