-- title = "Configuration enumerated"
-- why = "Listing and describing services shows what there is to use or to take."
-- techniques = ["T1580", "T1526"]
-- severity = "info"
-- rank = -2
SELECT
  event_id,
  event_source || ': ' || event_name AS target
FROM events
WHERE coalesce(read_only, true)
  AND regexp_like(
    event_name,
    '^(List|Describe|Get|BatchGet|BatchDescribe|Lookup|Search|Head|Select|Check|Validate|Detect|Estimate|Test|Preview|View|Is|Export|Query|Access|Analyze|Evaluate|Generate)'
  )
  AND NOT regexp_like(event_name, '^(Batch)?Get(Object|SecretValue|Parameters?|Item|Records|SessionToken|FederationToken|SigninToken)$')
  AND regexp_like(event_source, '^('
    || 'a4b|access-analyzer|account|account-access|acm|acm-pca|agreement-marketplace|airflow|amazonmq|'
    || 'amplify|amplifybackend|aoss|apigateway|app-integrations|appconfig|appflow|application-insights|'
    || 'application-signals|applicationinsights|appmesh|apprunner|appstream|appsync|aps|arc-zonal-shift|artifact|athena|'
    || 'auditmanager|autoscaling|aws-marketplace|aws-portal|b2bi|backup|batch|bcm-data-exports|bedrock|'
    || 'bedrock-agentcore|bedrock-mantle|billing|billingconductor|billingconsole|braket|budgets|cases|'
    || 'cassandra|ce|chatbot|chime|cleanrooms|cloud9|cloudcontrolapi|clouddirectory|cloudformation|'
    || 'cloudfront|cloudhsm|cloudsearch|cloudshell|cloudtrail|cloudtrail-data|cloudwatch|codeartifact|'
    || 'codebuild|codecatalyst|codecommit|codeconnections|codedeploy|codedeploy-commands-secure|'
    || 'codeguru-profiler|codeguru-reviewer|codeguru-security|codepipeline|codestar|'
    || 'codestar-connections|codestar-notifications|codewhisperer|cognito-identity|cognito-idp|'
    || 'cognito-sync|comprehend|compute-optimizer|config|connect|console|consoleapp|consolidatedbilling|'
    || 'controlcatalog|controltower|cost-optimization-hub|cur|databrew|dataexchange|datapipeline|'
    || 'datasync|datazone|dax|dbqms|deadline|detective|devicefarm|devops-guru|directconnect|discovery|discovery-marketplace|'
    || 'dlm|dms|docdb-elastic|drs|ds|dsql|dynamodb|ebs|ec2|ec2-instance-connect|ec2messages|ecr|'
    || 'ecr-public|ecs|eks|elasticache|elasticbeanstalk|elasticfilesystem|elasticloadbalancing|'
    || 'elasticmapreduce|elastictranscoder|emr-containers|emr-serverless|entityresolution|es|events|'
    || 'evidently|evs|execute-api|finspace|firehose|fis|fms|forecast|frauddetector|freetier|fsx|'
    || 'gamelift|glacier|globalaccelerator|glue|grafana|greengrass|groundstation|guardduty|health|'
    || 'healthlake|iam|identity-sync|identitystore|imagebuilder|inspector|inspector2|internetmonitor|'
    || 'invoicing|iot|iotanalytics|iotdata|iotevents|iotfleetwise|iotsecuredtunneling|iotsitewise|'
    || 'iottwinmaker|iq-permission|ivs|kafka|kafka-cluster|kafkaconnect|kendra|kinesis|kinesisanalytics|'
    || 'kinesisvideo|kms|lakeformation|lambda|launchwizard|lex|lexv2|license-manager|lightsail|logs|'
    || 'lookoutmetrics|m2|machinelearning|macie2|managedblockchain|managedblockchain-query|'
    || 'marketplacecommerceanalytics|mechanicalturk|mediaconnect|mediaconvert|medialive|mediapackage|'
    || 'mediastore|mediatailor|memorydb|mgh|mgn|mobiletargeting|monitoring|mpa|neptune-db|neptune-graph|'
    || 'network-firewall|networkflowmonitor|networkmanager|networkmonitor|nimble|notifications|'
    || 'notifications-contacts|oam|observabilityadmin|odb|omics|opensearch|opsworks|opsworks-cm|'
    || 'organizations|osis|outposts|panorama|payment-cryptography|payments|pca-connector-ad|pcs|'
    || 'personalize|pi|pinpoint|pipes|polly|pricing|private-networks|profile|proton|purchase-orders|q|'
    || 'qapps|qbusiness|qdeveloper|qldb|quicksight|ram|rbin|rds|rdsdata|rdsdataapi|redshift|'
    || 'redshift-data|redshift-serverless|rekognition|resiliencehub|resource-explorer|'
    || 'resource-explorer-2|resource-groups|robomaker|rolesanywhere|route53|route53-recovery-cluster|'
    || 'route53-recovery-control-config|route53-recovery-readiness|route53domains|route53profiles|'
    || 'route53resolver|rum|s3|s3-outposts|s3express|s3files|s3tables|s3vectors|sagemaker|savingsplans|'
    || 'scheduler|schemas|scn|sdb|secretsmanager|security-ir|securityhub|securitylake|serverlessrepo|'
    || 'servicecatalog|servicecatalog-appregistry|servicediscovery|servicequotas|ses|shield|signer|'
    || 'signin|simspaceweaver|sms|sms-voice|snow-device-management|snowball|sns|social-messaging|'
    || 'sqlworkbench|sqs|ssm|ssm-contacts|ssm-guiconnect|ssm-incidents|ssm-quicksetup|ssm-sap|sso|'
    || 'sso-directory|states|storagegateway|sts|support|support-console|supportapp|supportauthz|'
    || 'supportplans|sustainability|swf|synthetics|tag|tagging|tax|textract|timestream|'
    || 'timestream-influxdb|tiros|tnb|transcribe|transfer|translate|trustedadvisor|user-subscriptions|'
    || 'uxc|verifiedpermissions|voiceid|vpc-lattice|waf|waf-regional|wafv2|wellarchitected|wisdom|'
    || 'workdocs|workmail|workmailmessageflow|workspaces|workspaces-instances|workspaces-web|xray'
    || ')[.]amazonaws[.]com$')
ORDER BY event_time, event_id
