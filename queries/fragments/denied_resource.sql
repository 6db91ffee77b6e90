-- What a denied call was for: the parameters of such a call are left out at times, and IAM's message names the resource.
regexp_extract(error_message, 'on resource: ([^ ]+)', 1)
