import { expect, it } from "vitest";
import { modelCost, usualDesign } from "./usual-design.ts";

const load = { linesPerOrder: 2, batchSize: 10 };

it("prices the usual design as its model publishes it: $19.43 for one event, $61.64 for four", () => {
  expect(modelCost(usualDesign, { ...load, eventsPerOrder: 1 }).usdPerMillion).toBeCloseTo(19.43, 1);
  expect(modelCost(usualDesign, { ...load, eventsPerOrder: 4 }).usdPerMillion).toBeCloseTo(61.64, 1);
});

it("spends 77 and 73 % of it on write units, as the model says", () => {
  const one = modelCost(usualDesign, { ...load, eventsPerOrder: 1 });
  const four = modelCost(usualDesign, { ...load, eventsPerOrder: 4 });
  expect((one.writeUnits * 0.625) / one.usdPerMillion).toBeCloseTo(0.77, 2);
  expect((four.writeUnits * 0.625) / four.usdPerMillion).toBeCloseTo(0.73, 2);
});
