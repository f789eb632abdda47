/** The one place that asks the machine for the time; everything else is handed a clock or `now`. */
export const systemClock = (): Date => new Date();
