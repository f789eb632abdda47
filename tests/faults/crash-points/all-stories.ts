import type { Story } from "./every-call.ts";
import { hubStories } from "./hub-stories.ts";
import { importStories } from "./import-stories.ts";
import { pullStories } from "./pull-stories.ts";
import { taskStories } from "./task-stories.ts";

export const allStories: readonly Story[] = [...hubStories, ...taskStories, ...importStories, ...pullStories];
