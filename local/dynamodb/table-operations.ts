import type { Engine } from "../../shared/table/engine/engine.ts";
import { EngineError, invalid } from "../../shared/table/engine/errors.ts";
import type { JsonInput } from "../cloud/json-service.ts";
import type { Clock } from "../cloud/service.ts";
import { arns } from "../hub/arns.ts";
import type { Operations } from "./answer.ts";
import { maybeNumber, maybeText, mustKnow, recordParameter, tableNameOf, textParameter } from "./input.ts";
import type { KeptTables } from "./kept-tables.ts";
import { type TableDefinition, tableDescription, toDefinition } from "./table-definition.ts";

/** Tables come and go at once: what they are asked about is always ACTIVE. */
export function tableOperations(engine: Engine, tables: KeptTables, clock: Clock): Operations {
  function shown(definition: TableDefinition): JsonInput {
    const { name } = definition.spec;
    const own = { table: arns.table(name), stream: arns.tableStream(name) };
    return tableDescription(definition, own, engine.table(name).totals());
  }

  return {
    CreateTable(input) {
      if (input["TimeToLiveSpecification"] !== undefined) throw invalid("CreateTable takes no TimeToLiveSpecification");
      const definition = toDefinition(input, clock.now());
      tables.create(definition);
      return { TableDescription: shown(definition) };
    },
    DescribeTable(input) {
      mustKnow(input, ["TableName"]);
      return { Table: shown(tables.definition(tableNameOf(input))) };
    },
    DeleteTable(input) {
      mustKnow(input, ["TableName"]);
      const definition = tables.definition(tableNameOf(input));
      if (definition.isDeletionProtected) {
        throw invalid("Resource cannot be deleted as it is currently protected against deletion.");
      }
      const description = shown(definition);
      tables.delete(definition.spec.name);
      return { TableDescription: { ...description, TableStatus: "DELETING" } };
    },
    ListTables(input) {
      mustKnow(input, ["ExclusiveStartTableName", "Limit"]);
      const start = maybeText(input, "ExclusiveStartTableName") ?? "";
      const limit = maybeNumber(input, "Limit") ?? 100;
      const names = tables.names().filter((name) => name > start);
      const last = names.length > limit ? names[limit - 1] : undefined;
      return { TableNames: names.slice(0, limit), LastEvaluatedTableName: last };
    },
    UpdateTimeToLive(input) {
      mustKnow(input, ["TableName", "TimeToLiveSpecification"]);
      const definition = tables.definition(tableNameOf(input));
      const wish = recordParameter(input, "TimeToLiveSpecification");
      const attribute = textParameter(wish, "AttributeName");
      const isOn = definition.spec.timeToLive !== null;
      if (isOn === (wish["Enabled"] === true)) {
        throw invalid(isOn ? "TimeToLive is already enabled" : "TimeToLive is already disabled");
      }
      tables.ensure({ ...definition, spec: { ...definition.spec, timeToLive: isOn ? null : attribute } });
      return { TimeToLiveSpecification: { AttributeName: attribute, Enabled: !isOn } };
    },
    DescribeTimeToLive(input) {
      mustKnow(input, ["TableName"]);
      const { timeToLive } = tables.definition(tableNameOf(input)).spec;
      const on = { TimeToLiveStatus: "ENABLED", AttributeName: timeToLive };
      return { TimeToLiveDescription: timeToLive === null ? { TimeToLiveStatus: "DISABLED" } : on };
    },
    DescribeContinuousBackups(input) {
      mustKnow(input, ["TableName"]);
      return backups(tables.definition(tableNameOf(input)), clock.now());
    },
    UpdateContinuousBackups(input) {
      mustKnow(input, ["TableName", "PointInTimeRecoverySpecification"]);
      const wish = recordParameter(input, "PointInTimeRecoverySpecification");
      const old = tables.definition(tableNameOf(input));
      const definition = { ...old, hasPointInTimeRecovery: wish["PointInTimeRecoveryEnabled"] === true };
      tables.ensure(definition);
      return backups(definition, clock.now());
    },
  };
}

function backups({ hasPointInTimeRecovery, createdAt }: TableDefinition, now: number): JsonInput {
  const span = { EarliestRestorableDateTime: createdAt / 1000, LatestRestorableDateTime: now / 1000 };
  return {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: "ENABLED",
      PointInTimeRecoveryDescription: hasPointInTimeRecovery
        ? { PointInTimeRecoveryStatus: "ENABLED", RecoveryPeriodInDays: 35, ...span }
        : { PointInTimeRecoveryStatus: "DISABLED" },
    },
  };
}

/** Said of what DynamoDB has and this door has not, so that nobody looks for a mistake of their own. */
export function unknownOperation(operation: string): EngineError {
  const isPartiql = /^(Execute|BatchExecute)/.test(operation);
  const hint = isPartiql ? " PartiQL is not part of it." : "";
  return new EngineError(
    "UnknownOperationException",
    `The local DynamoDB does not know the operation ${operation}.${hint}`,
  );
}
