/** Where everything local lives. */
export type Place = { readonly accountId: string; readonly region: string };

export const localPlace: Place = { accountId: "000000000000", region: "us-east-1" };

/** One permission a request needs, as a role's policy would grant it. */
export type NeededAction = { readonly action: string; readonly resource: string };
