import type { Story } from "./every-call.ts";
import { hubStories } from "./hub-stories.ts";
import { pullStories } from "./pull-stories.ts";

export const allStories: readonly Story[] = [...hubStories, ...pullStories];
