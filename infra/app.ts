import { buildFunctions } from "./build.ts";
import { hubApp } from "./hub-app.ts";

await buildFunctions();
hubApp().synth();
