package lambdalayerpermission

// codes are the reasons that Judge gives.
var codes = map[string]string{
	"LAYER-ACTION":       "The permission is for another action than lambda:GetLayerVersion.",
	"LAYER-PUBLIC":       "The layer is given to everyone: * without an organisation.",
	"LAYER-ORGANIZATION": "The organisation is not in trustedOrgIDs.",
	"LAYER-ACCOUNT":      "The account is neither trusted nor the layer's owner.",
	"LAYER-PRINCIPAL":    "The principal is neither an account nor *.",
}
