import { randomBytes } from "node:crypto";
import { numberOf, recordOf, textOf } from "../read-property.ts";
import { physicalName, type ResourceKind } from "../resource.ts";
import { inert } from "../shape.ts";

export const secret: ResourceKind = {
  type: "AWS::SecretsManager::Secret",
  properties: {
    Name: true,
    SecretString: true,
    GenerateSecretString: {
      PasswordLength: true,
      SecretStringTemplate: true,
      GenerateStringKey: true,
      ExcludeCharacters: inert,
      ExcludePunctuation: inert,
      ExcludeLowercase: inert,
      ExcludeUppercase: inert,
      ExcludeNumbers: inert,
      IncludeSpace: inert,
      RequireEachIncludedType: inert,
    },
    KmsKeyId: true,
    Description: inert,
    Tags: inert,
  },
  create(resource, { services, site }) {
    const { properties } = resource;
    const given = textOf(properties["SecretString"]);
    const generate = properties["GenerateSecretString"];
    const value = given ?? (generate === undefined ? null : generated(recordOf(generate)));
    const { arn } = services.secrets.create({ name: physicalName(resource, properties["Name"]), value });
    const key = textOf(properties["KmsKeyId"]);
    if (key !== null) site.encryptionKeys.set(arn, key);
    return { ref: arn, attributes: { Id: arn } };
  },
};

/** Letters and digits only: they satisfy every exclusion a template may ask for but one of themselves. */
function generated(options: Readonly<Record<string, unknown>>): string {
  const length = numberOf(options["PasswordLength"]) ?? 32;
  const password = randomBytes(length).toString("hex").slice(0, length);
  const template = textOf(options["SecretStringTemplate"]);
  const key = textOf(options["GenerateStringKey"]);
  if (template === null || key === null) return password;
  return JSON.stringify({ ...recordOf(JSON.parse(template)), [key]: password });
}
