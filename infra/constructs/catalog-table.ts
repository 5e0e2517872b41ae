import { RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { catalogTable, expiryAttribute } from '../../lambdas/shared/contract/catalog.ts';
import { EncryptionKey } from './encryption-key.ts';

const text = (name: string): dynamodb.Attribute => ({ name, type: dynamodb.AttributeType.STRING });

/**
 * The catalog: recordings and their exports by channel and start, with indexes for the other questions that are asked
 * of it. Keys and index names come from the contract.
 */
export class CatalogTable extends dynamodb.Table {
  constructor(scope: Construct, id: string) {
    const encryptionKey = EncryptionKey.of(scope);
    super(scope, id, {
      partitionKey: text(catalogTable.partitionKey),
      sortKey: text(catalogTable.sortKey),
      // A recording costs a few writes: nothing to provision for.
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: expiryAttribute,
      deletionProtection: true,
      ...(encryptionKey && { encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED, encryptionKey }),
      // Even when its creation is rolled back: CloudFormation cannot delete a protected table, and would leave the stack
      // stuck in ROLLBACK_FAILED. An empty table costs nothing.
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.addIndex(catalogTable.recordingIdIndex, 'recordingId', catalogTable.sortKey);
    this.addIndex(catalogTable.dayIndex, 'day', 'startedAt');
    this.addIndex(catalogTable.attentionIndex, 'attention', 'startedAt');
  }

  private addIndex(indexName: string, partitionKey: string, sortKey: string): void {
    this.addGlobalSecondaryIndex({
      indexName,
      partitionKey: text(partitionKey),
      sortKey: text(sortKey),
      // Lists show what the item holds; a second read for each row would cost more than the copy.
      projectionType: dynamodb.ProjectionType.ALL,
    });
  }
}
