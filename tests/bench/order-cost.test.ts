import { describe, expect, it } from "vitest";
import { budgets } from "./budget.ts";
import { measurePath } from "./measure-path.ts";
import { orderLives } from "./order-lives.ts";
import { type Stage, stages } from "./order-path.ts";
import type { Usage } from "./usage.ts";

const ORDERS = 20;

function tableRequests({ requests }: Usage): number {
  return Object.entries(requests).reduce((sum, [name, count]) => (name.startsWith("dynamodb.") ? sum + count : sum), 0);
}

describe.each(orderLives)("an order ($name: $about)", (life) => {
  it("costs the table no more than its budget in any stage", async () => {
    const cost = await measurePath(life, ORDERS, 10);

    for (const stage of stages) {
      const spent = cost[stage];
      const budget = budgetOf(life.name, stage);
      const where = `${life.name}, ${stage}`;
      expect(spent.writeUnits, `write units: ${where}`).toBeLessThanOrEqual(budget.writeUnits);
      expect(spent.readUnits, `read units: ${where}`).toBeLessThanOrEqual(budget.readUnits);
      expect(tableRequests(spent), `requests: ${where}`).toBeLessThanOrEqual(budget.requests);
    }
  });
});

function budgetOf(life: string, stage: Stage): { writeUnits: number; readUnits: number; requests: number } {
  return budgets[life]?.[stage] ?? { writeUnits: 0, readUnits: 0, requests: 0 };
}
