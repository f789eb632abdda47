/** How far an order has come; the first digit of `progress` in `clockOf`. */
export const statusRanks = { open: 0, fulfilled: 1, closed: 2, cancelled: 3, deleted: 4 } as const;

export type StatusWord = keyof typeof statusRanks;
