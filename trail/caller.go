package trail

import (
	"strings"

	"github.com/truststack/truststack/value"
)

// CallerKind is what kind of principal made a call.
type CallerKind uint8

// The kinds of caller. The zero kind is one that the record does not tell.
const (
	CallerUnknown        CallerKind = iota
	CallerRole                      // a session of a role
	CallerUser                      // an IAM user
	CallerRoot                      // the root user of an account
	CallerFederated                 // a session of sts:GetFederationToken
	CallerService                   // a service, for itself
	CallerAccount                   // someone of another account
	CallerWebIdentity               // a SAML or web identity that asks for a role
	CallerIdentityCenter            // a user of IAM Identity Center
	CallerDirectory                 // a user of a directory
)

func (k CallerKind) String() string {
	names := [...]string{"unknown caller", "role", "user", "root", "federated user", "service", "account",
		"web identity", "identity center user", "directory user"}
	if int(k) < len(names) {
		return names[k]
	}
	return names[0]
}

// Caller is who made a call, as far as the record tells. A text is absent where
// such a caller has none, and unknown where it has one that the record lacks.
type Caller struct {
	Kind CallerKind
	// ARN is what aws:PrincipalArn holds: of a session its role's. It is never
	// read out of the session's ARN, which lacks the role's path
	// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html).
	ARN value.Text
	// Account is the caller's, not the resource's.
	Account value.Text
	// ID is the unique id, AROA… or AIDA…, without a session's name. A role or
	// user that was made again under the same name has another one.
	ID value.Text
	// Session is the name of a role's session.
	Session value.Text
	// Issuer is the user or root behind a federated session.
	Issuer value.Text
	// Service is the service that made the call, for itself or for a caller.
	Service value.Text
	// ServiceLinked is whether the role belongs to a service: no policy binds
	// such a role and nobody can change it
	// (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html).
	ServiceLinked value.Tri
}

// Caller makes sense of UserIdentity.
func (e *Event) Caller() Caller {
	u := e.UserIdentity
	c := Caller{Account: u.AccountID, ID: u.PrincipalID, Service: u.InvokedBy, ServiceLinked: value.No}
	name, known := u.Type.Known()
	switch name {
	case "AssumedRole", "Role":
		role(&c, u)
	case "IAMUser":
		c.Kind = CallerUser
		c.ARN, c.Account, c.ID = recorded(u.ARN, "arn"), recorded(u.AccountID, "accountId"), recorded(u.PrincipalID, "principalId")
	case "Root":
		c.Kind = CallerRoot
		c.ARN, c.Account, c.ID = recorded(u.ARN, "arn"), recorded(u.AccountID, "accountId"), recorded(u.PrincipalID, "principalId")
	case "FederatedUser":
		c.Kind = CallerFederated
		c.ARN, c.Account, c.ID = recorded(u.ARN, "arn"), recorded(u.AccountID, "accountId"), recorded(u.PrincipalID, "principalId")
		c.Issuer = recorded(u.Session.Issuer.ARN, "sessionContext.sessionIssuer.arn")
	case "AWSService":
		c.Kind, c.Service = CallerService, recorded(u.InvokedBy, "invokedBy")
	case "AWSAccount":
		// The record of the other account names the caller; this one does not.
		c.Kind, c.ARN = CallerAccount, recorded(u.ARN, "arn")
		c.Account, c.ID = recorded(u.AccountID, "accountId"), recorded(u.PrincipalID, "principalId")
	case "SAMLUser", "WebIdentityUser":
		c.Kind = CallerWebIdentity
	case "IdentityCenterUser":
		c.Kind, c.Account = CallerIdentityCenter, recorded(u.AccountID, "accountId")
		c.ID = recorded(u.OnBehalfOf.UserID, "onBehalfOf.userId")
	case "Directory":
		c.Kind, c.ARN = CallerDirectory, u.ARN
	default:
		unknown(&c, u, known)
	}
	return c
}

// role fills in a session of a role.
func role(c *Caller, u UserIdentity) {
	c.Kind = CallerRole
	issuer := u.Session.Issuer
	c.ARN = recorded(issuer.ARN, "sessionContext.sessionIssuer.arn")
	c.Account = recorded(first(issuer.AccountID, u.AccountID), "accountId")
	// principalId is the role's id and the session's name, "AROA…:session".
	id, session, found := u.PrincipalID.Cut(':')
	if found != value.Yes {
		id, session = u.PrincipalID, value.Unknown("userIdentity.principalId", "no session name in it")
	}
	c.ID = recorded(first(issuer.PrincipalID, id), "principalId")
	c.Session = session
	c.ServiceLinked = serviceLinked(c.ARN)
}

// unknown fills in a caller whose type is missing or new: all that it may have
// is unknown unless the record has it. Events that a service makes by itself
// have no type, but the service's name and an account.
func unknown(c *Caller, u UserIdentity, known bool) {
	why := "the record has no type of caller"
	if known {
		why = "a type of caller that is not known here"
	}
	c.ServiceLinked = value.Maybe
	c.ARN = first(u.Session.Issuer.ARN, value.Unknown("userIdentity.arn", why))
	for _, t := range []*value.Text{&c.Account, &c.ID} {
		if t.Absent() {
			*t = value.Unknown("userIdentity", why)
		}
	}
}

// recorded is a field that such a caller always has: where the record lacks it,
// or has it empty, it is unknown.
func recorded(t value.Text, field string) value.Text {
	if text, known := t.Known(); t.Absent() || known && text == "" {
		return value.Unknown("userIdentity."+field, "not in the record")
	}
	return t
}

// first is the first of the texts that is there and not empty, else the last.
func first(t, otherwise value.Text) value.Text {
	if text, known := t.Known(); t.Absent() || known && text == "" {
		return otherwise
	}
	return t
}

// serviceLinked tells by the role's path, which only services can use.
func serviceLinked(role value.Text) value.Tri {
	arn, known := role.Known()
	if !known {
		return value.Maybe
	}
	parts := strings.SplitN(arn, ":", 6)
	return value.Is(len(parts) == 6 && parts[0] == "arn" && parts[2] == "iam" && strings.HasPrefix(parts[5], "role/aws-service-role/"))
}
