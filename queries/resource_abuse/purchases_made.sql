-- title = "Reservations, plans, products or hosts bought"
-- why = "Purchases bind the owner for years, and cannot simply be given back."
-- techniques = ["T1496", "T1657"]
-- severity = "high"
-- harmless_when = "Finance buys commitments."
-- next = "Call AWS Support at once: some purchases can be cancelled within days."
-- references = ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_PurchaseReservedInstancesOffering.html"]
-- fact = "purchases"
SELECT
  event_id,
  coalesce(
    json_extract_scalar(request_parameters, '$.reservedInstancesOfferingId'),
    json_extract_scalar(request_parameters, '$.reservedDBInstancesOfferingId'),
    json_extract_scalar(request_parameters, '$.savingsPlanOfferingId'),
    json_extract_scalar(request_parameters, '$.instanceType'),
    {{ first_name }},
    {{ denied_resource }}
  ) AS target,
  coalesce(
    json_extract_scalar(request_parameters, '$.instanceCount'),
    json_extract_scalar(request_parameters, '$.commitment'),
    json_extract_scalar(request_parameters, '$.quantity')
  ) AS detail
FROM events
WHERE (event_source = 'ec2.amazonaws.com'
    AND event_name IN (
      'PurchaseReservedInstancesOffering', 'PurchaseHostReservation', 'PurchaseScheduledInstances',
      'PurchaseCapacityBlock', 'PurchaseCapacityBlockExtension', 'AllocateHosts', 'CreateCapacityReservation',
      'CreateCapacityReservationFleet', 'ModifyReservedInstances', 'CreateReservedInstancesListing',
      'AcceptReservedInstancesExchangeQuote', 'ModifyCapacityReservation', 'ModifyCapacityReservationFleet',
      'ModifyHosts', 'EnableFastSnapshotRestores', 'CreateCapacityReservationBySplitting',
      'CancelReservedInstancesListing'
    ))
  OR (event_source = 'rds.amazonaws.com'
    AND event_name IN ('PurchaseReservedDBInstancesOffering', 'CreateDBCapacityReservation'))
  OR (event_source = 'elasticache.amazonaws.com'
    AND event_name = 'PurchaseReservedCacheNodesOffering')
  OR (event_source = 'memorydb.amazonaws.com'
    AND event_name = 'PurchaseReservedNodesOffering')
  OR (event_source = 'redshift.amazonaws.com'
    AND event_name IN ('PurchaseReservedNodeOffering', 'AcceptReservedNodeExchange'))
  OR (event_source = 'dynamodb.amazonaws.com'
    AND event_name = 'PurchaseReservedCapacityOfferings')
  OR (event_source = 'es.amazonaws.com'
    AND event_name IN (
      'PurchaseReservedInstanceOffering', 'PurchaseReservedElasticsearchInstanceOffering'
    ))
  OR (event_source = 'savingsplans.amazonaws.com'
    AND event_name IN ('CreateSavingsPlan', 'ReturnSavingsPlan', 'DeleteQueuedSavingsPlan'))
  OR (event_source = 'cloudfront.amazonaws.com'
    AND {{ plain_cloudfront_name }} = 'CreateSavingsPlan')
  OR (event_source IN ('agreement-marketplace.amazonaws.com', 'aws-marketplace.amazonaws.com')
    AND event_name IN ('AcceptAgreementRequest', 'CreateAgreementRequest', 'StartChangeSet'))
  OR (event_source = 'agreement-marketplace.amazonaws.com'
    AND event_name IN (
      'AcceptAgreementApprovalRequest', 'Subscribe', 'AcceptAgreementPaymentRequest'
    ))
  OR (event_source = 'devicefarm.amazonaws.com'
    AND event_name IN ('PurchaseOffering', 'RenewOffering'))
  OR (event_source = 'glacier.amazonaws.com'
    AND event_name = 'PurchaseProvisionedCapacity')
  OR (event_source IN ('medialive.amazonaws.com', 'mediaconnect.amazonaws.com')
    AND event_name = 'PurchaseOffering')
  OR (event_source = 'shield.amazonaws.com'
    AND event_name = 'CreateSubscription')
  OR (event_source = 'payments.amazonaws.com'
    AND event_name IN (
      'MakePayment', 'CreatePaymentInstrument', 'UpdatePaymentInstrument', 'DeletePaymentInstrument',
      'UpdatePaymentPreferences', 'CreateFinancingApplication'
    ))
  OR (event_source = 'billing.amazonaws.com'
    AND event_name IN ('RedeemCredits', 'TransferCredit', 'PutContractInformation'))
  OR (event_source = 'purchase-orders.amazonaws.com'
    AND event_name IN (
      'AddPurchaseOrder', 'UpdatePurchaseOrder', 'UpdatePurchaseOrderStatus', 'ModifyPurchaseOrders',
      'DeletePurchaseOrder'
    ))
  OR (event_source = 'outposts.amazonaws.com'
    AND event_name = 'CreateOrder')
  OR (event_source = 'panorama.amazonaws.com'
    AND event_name = 'ProvisionDevice')
  OR (event_source = 'quicksight.amazonaws.com'
    AND event_name = 'CreateAccountSubscription')
  OR (event_source = 'snowball.amazonaws.com'
    AND event_name = 'CreateLongTermPricing')
  OR (event_source = 'aws-portal.amazonaws.com'
    AND event_name IN ('ModifyBilling', 'ModifyPaymentMethods'))
  OR (event_source = 'athena.amazonaws.com'
    AND event_name IN ('CreateCapacityReservation', 'UpdateCapacityReservation'))
  OR (event_source = 'redshift-serverless.amazonaws.com'
    AND event_name = 'CreateReservation')
  OR (event_source = 'aws-marketplace.amazonaws.com'
    AND event_name IN ('RegisterUsage', 'MeterUsage', 'BatchMeterUsage'))
  OR (event_source = 'user-subscriptions.amazonaws.com'
    AND event_name IN ('CreateClaim', 'UpdateClaim'))
ORDER BY event_time, event_id
