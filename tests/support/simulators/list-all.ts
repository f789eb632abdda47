import type {
  ApiCall,
  ApiProblem,
  ChannelApi,
  Credentials,
  ListQuery,
  OrderPage,
} from "../../../shared/channels/api.ts";
import type { Result } from "../../../shared/kernel/result.ts";
import { patiently } from "./patience.ts";

/** Ids of all pages of a window, repeated ones too; throws on a problem that does not pass by itself. */
export async function listAll(
  api: ChannelApi,
  asked: {
    readonly credentials: Credentials;
    readonly callWith: (credentials: Credentials) => ApiCall;
    readonly query: Omit<ListQuery, "page">;
  },
): Promise<readonly string[]> {
  const { callWith, query } = asked;
  const ids: string[] = [];
  let { credentials } = asked;
  let page: string | null = null;
  do {
    const pageQuery: ListQuery = { ...query, page };
    const attempt = (given: Credentials): Promise<Result<OrderPage, ApiProblem>> =>
      api.listOrders(callWith(given), pageQuery);
    const refresh = async (given: Credentials): Promise<Result<Credentials, ApiProblem>> =>
      (await api.refreshCredentials?.(callWith(given))) ?? { ok: true, value: given };
    const listed = await patiently(attempt, { credentials, refresh });
    if (!listed.result.ok) throw new Error(JSON.stringify(listed.result.error));
    credentials = listed.credentials;
    ids.push(...listed.result.value.orders.map(({ channelOrderId }) => channelOrderId));
    page = listed.result.value.next;
  } while (page !== null);
  return ids;
}
