package trail

import "github.com/truststack/truststack/value"

// UserIdentity is who made the call, as CloudTrail writes it. Which fields are
// there depends on Type, and every one may be missing, Type too; Caller makes
// sense of it
// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html).
type UserIdentity struct {
	// Type is Root, IAMUser, AssumedRole, Role, FederatedUser, Directory,
	// AWSAccount, AWSService, IdentityCenterUser, SAMLUser, WebIdentityUser,
	// Unknown, or one that is newer than this.
	Type             value.Text
	PrincipalID      value.Text // AIDA…, AROA…:session, an account id
	ARN              value.Text // of a session: never the role's
	AccountID        value.Text
	AccessKeyID      value.Text // may be empty
	UserName         value.Text
	InvokedBy        value.Text // the service that made the call
	IdentityProvider value.Text // of SAMLUser and WebIdentityUser
	CredentialID     value.Text // of IdentityCenterUser
	// InvokedByDelegate is the account of a product that acts for this one.
	InvokedByDelegate value.Text
	InScopeOf         InScopeOf
	OnBehalfOf        OnBehalfOf
	Session           SessionContext
}

// InScopeOf is the resource that a service role was used for.
type InScopeOf struct {
	SourceARN, SourceAccount, IssuerType, CredentialsIssuedTo value.Text
}

// OnBehalfOf is the IAM Identity Center user for whom the call was made.
type OnBehalfOf struct {
	UserID, IdentityStoreARN value.Text
}

// SessionContext is how temporary credentials were obtained.
type SessionContext struct {
	// Issuer is the role or user that the credentials come from.
	Issuer           Issuer
	CreationDate     value.Text
	MFAAuthenticated value.Text // a flag
	SourceIdentity   value.Text
	AssumedRoot      value.Text // a flag
	EC2RoleDelivery  value.Text // "1.0" or "2.0"
	// FederatedProvider and WebAttributes are of a web identity.
	FederatedProvider value.Text
	WebAttributes     value.Value
}

// Issuer is the source of temporary credentials.
type Issuer struct {
	Type, PrincipalID, ARN, AccountID, UserName value.Text
}

func (o object) identity() UserIdentity {
	at := o.object("userIdentity")
	session := at.object("sessionContext")
	attributes, web := session.object("attributes"), session.object("webIdFederationData")
	issuer, scope, behalf := session.object("sessionIssuer"), at.object("inScopeOf"), at.object("onBehalfOf")
	return UserIdentity{
		Type:              at.text("type"),
		PrincipalID:       at.text("principalId"),
		ARN:               at.text("arn"),
		AccountID:         at.text("accountId"),
		AccessKeyID:       at.text("accessKeyId"),
		UserName:          at.text("userName"),
		InvokedBy:         at.text("invokedBy"),
		IdentityProvider:  at.text("identityProvider"),
		CredentialID:      at.text("credentialId"),
		InvokedByDelegate: at.object("invokedByDelegate").text("accountId"),
		InScopeOf: InScopeOf{SourceARN: scope.text("sourceArn"), SourceAccount: scope.text("sourceAccount"),
			IssuerType: scope.text("issuerType"), CredentialsIssuedTo: scope.text("credentialsIssuedTo")},
		OnBehalfOf: OnBehalfOf{UserID: behalf.text("userId"), IdentityStoreARN: behalf.text("identityStoreArn")},
		Session: SessionContext{
			Issuer: Issuer{Type: issuer.text("type"), PrincipalID: issuer.text("principalId"), ARN: issuer.text("arn"),
				AccountID: issuer.text("accountId"), UserName: issuer.text("userName")},
			CreationDate:      attributes.text("creationDate"),
			MFAAuthenticated:  attributes.flag("mfaAuthenticated"),
			SourceIdentity:    session.text("sourceIdentity"),
			AssumedRoot:       session.flag("assumedRoot"),
			EC2RoleDelivery:   session.text("ec2RoleDelivery"),
			FederatedProvider: web.text("federatedProvider"),
			WebAttributes:     web.Get("attributes"),
		},
	}
}
