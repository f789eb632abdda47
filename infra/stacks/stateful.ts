import { Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from "aws-cdk-lib/aws-dynamodb";
import { EventBus } from "aws-cdk-lib/aws-events";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  CfnBucket,
  type IBucket,
  type LifecycleRule,
  ObjectOwnership,
  StorageClass,
} from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { indexes, partitionKey, sortKey, timeToLive } from "../../shared/table/names.ts";
import { type HubSettings, prefixOf } from "../platform/names.ts";
import { outputs } from "../platform/outputs.ts";

/**
 * What holds data: the key, the table, the buckets, the bus. Apart from the functions, so that no deployment of code can
 * replace it; everything here is kept even when the stack is deleted.
 */
export class StatefulStack extends Stack {
  readonly key: Key;
  readonly table: Table;
  readonly bus: EventBus;
  readonly imports: Bucket;
  readonly exports: Bucket;
  readonly raw: Bucket;

  constructor(scope: Construct, settings: HubSettings) {
    super(scope, `${prefixOf(settings.stage)}-stateful`, { terminationProtection: true });
    this.key = dataKey(this, prefixOf(settings.stage));
    this.table = hubTable(this, this.key);
    this.bus = new EventBus(this, "Bus");
    const accessLogs = accessLogBucket(this);
    const bucket = { scope: this, key: this.key, accessLogs };
    this.imports = dataBucket("Imports", bucket, [
      { expiration: Duration.days(400) },
      // What an import keeps for itself while it is under way; a message lives two weeks at most.
      { prefix: "_work/", expiration: Duration.days(15), noncurrentVersionExpiration: Duration.days(1) },
    ]);
    tellEventBridge(this.imports);
    this.exports = dataBucket("Exports", bucket, []);
    this.raw = dataBucket("Raw", bucket, [
      {
        expiration: Duration.days(400),
        transitions: [{ storageClass: StorageClass.GLACIER_INSTANT_RETRIEVAL, transitionAfter: Duration.days(30) }],
      },
    ]);
    outputs(this, {
      TableName: this.table.tableName,
      ImportsBucketName: this.imports.bucketName,
      ExportsBucketName: this.exports.bucketName,
      RawBucketName: this.raw.bucketName,
      BusName: this.bus.eventBusName,
    });
  }
}

/** One key for all data of the hub; CloudWatch may use it for this account's log groups and alarms only. */
function dataKey(stack: Stack, alias: string): Key {
  const key = new Key(stack, "Key", { alias, enableKeyRotation: true, removalPolicy: RemovalPolicy.RETAIN });
  const actions = [
    "kms:Encrypt",
    "kms:Decrypt",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
    "kms:GenerateDataKey",
    "kms:DescribeKey",
  ];
  const logGroups = stack.formatArn({ service: "logs", resource: "log-group:*" });
  key.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal(`logs.${stack.region}.amazonaws.com`)],
      actions,
      resources: ["*"],
      conditions: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": logGroups } },
    }),
  );
  key.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal("cloudwatch.amazonaws.com"), new ServicePrincipal("events.amazonaws.com")],
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      resources: ["*"],
      conditions: { StringEquals: { "aws:SourceAccount": stack.account } },
    }),
  );
  return key;
}

function hubTable(stack: Stack, key: Key): Table {
  const table = new Table(stack, "Table", {
    partitionKey: { name: partitionKey, type: AttributeType.STRING },
    sortKey: { name: sortKey, type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
    encryption: TableEncryption.CUSTOMER_MANAGED,
    encryptionKey: key,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    stream: StreamViewType.NEW_AND_OLD_IMAGES,
    timeToLiveAttribute: timeToLive,
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  for (const [indexName, keys] of Object.entries(indexes)) {
    table.addGlobalSecondaryIndex({
      indexName,
      partitionKey: { name: keys.partitionKey, type: AttributeType.STRING },
      sortKey: { name: keys.sortKey, type: AttributeType.STRING },
      projectionType: ProjectionType.KEYS_ONLY,
    });
  }
  return table;
}

/** S3 writes here who read and wrote the other buckets. It cannot encrypt its own logs with a customer's key. */
function accessLogBucket(scope: Construct): IBucket {
  const bucket = new Bucket(scope, "AccessLogs", {
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    lifecycleRules: [{ expiration: Duration.days(400) }],
    removalPolicy: RemovalPolicy.RETAIN,
  });
  // The library's own types do not agree with each other under exactOptionalPropertyTypes.
  return bucket as IBucket;
}

function dataBucket(
  id: string,
  { scope, key, accessLogs }: { readonly scope: Construct; readonly key: Key; readonly accessLogs: IBucket },
  lifecycleRules: readonly LifecycleRule[],
): Bucket {
  return new Bucket(scope, id, {
    encryption: BucketEncryption.KMS,
    encryptionKey: key,
    bucketKeyEnabled: true,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    versioned: true,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    serverAccessLogsBucket: accessLogs,
    serverAccessLogsPrefix: `${id.toLowerCase()}/`,
    lifecycleRules: [
      { abortIncompleteMultipartUploadAfter: Duration.days(7), noncurrentVersionExpiration: Duration.days(90) },
      ...lifecycleRules,
    ],
    removalPolicy: RemovalPolicy.RETAIN,
  });
}

/** On the bucket itself: CDK's own switch would bring a custom resource with a Python function. */
function tellEventBridge(bucket: Bucket): void {
  const resource = bucket.node.defaultChild;
  if (!(resource instanceof CfnBucket)) throw new Error("a bucket without its CloudFormation resource");
  resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
}
