-- The first parameter that is called a name, an ID or an ARN, for families of calls that each name their thing their own way.
regexp_extract(request_parameters, '"[A-Za-z]*(?:Identifier|Name|Arn|ARN|Id|ID)"\s*:\s*"([^"]+)"', 1)
