-- The call without the date of its interface: CloudFront writes UpdateDistribution2020_05_31.
regexp_replace(event_name, '20[0-9]{2}_[0-9]{2}_[0-9]{2}$', '')
