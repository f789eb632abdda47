import { awsFault } from "./fault.ts";
import { isRecord, type JsonInput } from "./json-service.ts";

/** Readers for request parameters: the value with its type, or the service's own error naming the parameter. */
export type Fields = {
  text(input: JsonInput, name: string): string;
  maybeText(input: JsonInput, name: string): string | undefined;
  maybeFlag(input: JsonInput, name: string): boolean | undefined;
  /** An integer within the bounds. */
  maybeInteger(input: JsonInput, name: string, bounds: { min: number; max: number }): number | undefined;
  maybeTexts(input: JsonInput, name: string): readonly string[] | undefined;
  maybeRecord(input: JsonInput, name: string): JsonInput | undefined;
  maybeTextRecord(input: JsonInput, name: string): Readonly<Record<string, string>> | undefined;
  maybeRecords(input: JsonInput, name: string): readonly JsonInput[] | undefined;
};

export function makeFields(codes: { readonly missing: string; readonly invalid: string }): Fields {
  function wrong(name: string, what: string): Error {
    return awsFault(codes.invalid, `Value for parameter ${name} is invalid. Reason: ${what}.`);
  }

  function maybe<T>(input: JsonInput, name: string, is: (value: unknown) => value is T, what: string): T | undefined {
    const value = input[name];
    if (value === undefined || value === null) return undefined;
    if (!is(value)) throw wrong(name, `must be ${what}`);
    return value;
  }

  const maybeText = (input: JsonInput, name: string): string | undefined => maybe(input, name, isText, "a string");

  return {
    text(input, name) {
      const value = maybeText(input, name);
      if (value === undefined || value === "") {
        throw awsFault(codes.missing, `The request must contain the parameter ${name}.`);
      }
      return value;
    },
    maybeText,
    maybeFlag: (input, name) => maybe(input, name, isFlag, "true or false"),
    maybeInteger(input, name, { min, max }) {
      const value = maybe(input, name, Number.isInteger as (value: unknown) => value is number, "an integer");
      if (value !== undefined && (value < min || value > max)) throw wrong(name, `must be between ${min} and ${max}`);
      return value;
    },
    maybeTexts: (input, name) => maybe(input, name, isTexts, "a list of strings"),
    maybeRecord: (input, name) => maybe(input, name, isRecord, "an object"),
    maybeTextRecord: (input, name) => maybe(input, name, isTextRecord, "an object of strings"),
    maybeRecords: (input, name) => maybe(input, name, isRecords, "a list of objects"),
  };
}

const isText = (value: unknown): value is string => typeof value === "string";
const isFlag = (value: unknown): value is boolean => typeof value === "boolean";
const isTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isText);
const isRecords = (value: unknown): value is readonly JsonInput[] => Array.isArray(value) && value.every(isRecord);
const isTextRecord = (value: unknown): value is Readonly<Record<string, string>> =>
  isRecord(value) && Object.values(value).every(isText);
