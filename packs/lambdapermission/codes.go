package lambdapermission

// codes are the reasons that Judge gives.
var codes = map[string]string{
	"LAMBDA-URL-PUBLIC":     "Anyone may call the function's URL: its authentication is NONE.",
	"LAMBDA-ACTION":         "The permission gives more than invoking the function.",
	"LAMBDA-ALEXA-TOKEN":    "An Alexa service may invoke the function for anyone's skill: there is no EventSourceToken.",
	"LAMBDA-SERVICE":        "The service is not in trustedServicePrincipals.",
	"LAMBDA-SOURCE-MISSING": "A service may invoke the function for any account: there is no SourceAccount or SourceArn.",
	"LAMBDA-SOURCE-BUCKET":  "The SourceArn carries no account, as S3 bucket ARNs do, and there is no SourceAccount.",
	"LAMBDA-SOURCE-ARN":     "The partition, service, Region or account of the SourceArn is not written out.",
	"LAMBDA-SOURCE-ACCOUNT": "A service may invoke the function for an account that is not trusted.",
	"LAMBDA-SOURCE-ORG":     "A service may invoke the function for an organisation that is not trusted.",
	"LAMBDA-ORG":            "The PrincipalOrgID is not a trusted organisation.",
	"LAMBDA-ACCOUNT":        "The principal belongs to an account that is not trusted.",
	"LAMBDA-EVERYONE":       "Everyone may invoke the function.",
	"LAMBDA-PRINCIPAL":      "The principal is none whose account can be told.",
}
