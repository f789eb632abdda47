import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Hub } from "../hub/hub.ts";
import type { FileRecord } from "./day-record.ts";
import { countBy } from "./figures.ts";
import type { Post } from "./post.ts";
import type { Progress } from "./progress.ts";
import { badRowsOf } from "./receipts.ts";
import { type Sent, sendPosts } from "./send-posts.ts";
import { fetchReceipt, importOf, type Uploading } from "./upload.ts";
import type { DemoFile } from "./workbooks.ts";

export const AT_ONCE = 24;

/** Posts them all, and waits until the hub has worked them off. */
export async function sendStep(
  hub: Pick<Hub, "idle">,
  progress: Progress,
  title: string,
  posts: readonly Post[],
  deliver: (post: Post) => Promise<Sent>,
): Promise<readonly Sent[]> {
  return progress.step(title, async (bar) => {
    const sent: Sent[] = [];
    await sendPosts(posts, {
      atOnce: AT_ONCE,
      deliver,
      onSent: (one) => bar.set(sent.push(one), posts.length),
    });
    bar.set(posts.length, posts.length, "the hub is working them off");
    await hub.idle();
    const answers = countBy(sent, (each) => String(each.status));
    return {
      found: `${sent.length} sent: ${Object.entries(answers)
        .map(([status, count]) => `${count} × ${status}`)
        .join(", ")}`,
      value: sent,
    };
  });
}

type Put = (uploading: Uploading, file: DemoFile) => Promise<string>;

/** Uploads a file as a merchant would, and fetches its receipt. */
export async function importStep(
  hub: Pick<Hub, "idle">,
  uploading: Uploading,
  progress: Progress,
  title: string,
  file: DemoFile,
  put: Put,
): Promise<FileRecord> {
  return progress.step(title, async (bar) => {
    const sentTo = join(uploading.folder, "uploads");
    mkdirSync(sentTo, { recursive: true });
    writeFileSync(join(sentTo, file.name), file.bytes);
    const key = await uploading.again(() => put(uploading, file));
    const [job] = await Promise.all([importOf(uploading.api, key, bar), hub.idle()]);
    const { path, bytes } = await fetchReceipt(uploading, job);
    await hub.idle();
    const value = { file, key, receiptKey: job.receiptKey, receiptPath: path, badRows: await badRowsOf(bytes) };
    return { found: `${job.rows} rows: ${job.applied} applied, ${job.failed} failed`, value };
  });
}
