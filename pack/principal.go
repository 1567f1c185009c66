package pack

import (
	"regexp"
	"strings"

	"github.com/truststack/truststack/value"
)

// PrincipalKind is what kind of principal a string names.
type PrincipalKind uint8

// The kinds. Unclear is the zero kind: the string is not known well enough.
const (
	Unclear   PrincipalKind = iota
	Everyone                // "*"
	Account                 // 12 digits, or the ARN of an account's root
	Role                    // an IAM role
	User                    // an IAM user
	Session                 // an assumed-role or federated session
	Service                 // a service principal
	Unique                  // a unique id (AROA…, AIDA…) or a canonical user id
	Malformed               // none of these
)

func (k PrincipalKind) String() string {
	return [...]string{"an unknown principal", "everyone", "an account", "a role", "a user", "a session",
		"a service", "a unique id", "no principal"}[k]
}

// Principal is a principal as a permission or policy names it.
type Principal struct {
	Kind    PrincipalKind
	Text    value.Text
	Account value.Text // of an Account, Role, User or Session
	Service string     // of a Service: its name, "s3.amazonaws.com"
}

// uniqueID is IAM's unique identifiers
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html)
// and S3's canonical user ids.
var uniqueID = regexp.MustCompile(`^([A-Z]{4}[A-Z0-9]{12,124}|[0-9a-f]{64})$`)

// ParsePrincipal reads a principal in a partition ("aws", "aws-cn",
// "aws-us-gov"). A principal of another partition is malformed: no trust
// crosses partitions.
func ParsePrincipal(t value.Text, partition string) Principal {
	p := Principal{Text: t}
	if t.Absent() {
		p.Kind = Malformed
		return p
	}
	s, known := t.Known()
	if !known {
		return parsePartial(p, partition)
	}
	switch {
	case s == "*":
		p.Kind = Everyone
	case IsAccountID(s):
		p.Kind, p.Account = Account, t
	case strings.HasPrefix(s, "arn:"):
		return parsePrincipalARN(p, partition)
	case IsService(s, partition):
		p.Kind, p.Service = Service, s
	case uniqueID.MatchString(s):
		p.Kind = Unique
	default:
		p.Kind = Malformed
	}
	return p
}

// parsePartial reads a principal of which a part is unknown: the deploying
// account, an ARN with a known account, a service with an unknown DNS suffix.
func parsePartial(p Principal, partition string) Principal {
	if h, one := p.Text.Hole(); one {
		if h.Class == value.Account {
			p.Kind, p.Account = Account, p.Text
		}
		return p
	}
	if strings.HasPrefix(p.Text.Prefix(), "arn:") {
		return parsePrincipalARN(p, partition)
	}
	return p
}

func parsePrincipalARN(p Principal, partition string) Principal {
	arn, ok := ParseARN(p.Text)
	if ok == value.No {
		p.Kind = Malformed
		return p
	}
	if s, known := arn.Partition.Known(); known && s != partition {
		p.Kind = Malformed
		return p
	}
	p.Account = arn.Account
	if id, known := arn.Account.Known(); known && !IsAccountID(id) {
		p.Kind = Malformed
		return p
	}
	service, serviceKnown := arn.Service.Known()
	region, regionKnown := arn.Region.Known()
	if !serviceKnown || !regionKnown {
		return p
	}
	p.Kind = principalResource(service, region, arn.Resource)
	return p
}

// principalResource tells the kind by the last part of an ARN, which may have
// wildcards or holes after its first word: those do not change whose it is.
func principalResource(service, region string, resource value.Text) PrincipalKind {
	word := resource.Prefix()
	if region != "" {
		return Malformed
	}
	if s, known := resource.Known(); known && s == "root" && service == "iam" {
		return Account
	}
	for prefix, kind := range map[string]PrincipalKind{"iam/role/": Role, "iam/user/": User,
		"sts/assumed-role/": Session, "sts/federated-user/": Session} {
		if rest, ok := strings.CutPrefix(prefix, service+"/"); ok && strings.HasPrefix(word, rest) {
			return kind
		}
	}
	if _, known := resource.Known(); !known && !strings.Contains(word, "/") {
		return Unclear
	}
	return Malformed
}

// serviceName is a service principal: labels before the partition's suffix.
var serviceName = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$`)

// IsService reports whether s has the form of a service principal of the
// partition: labels and ".amazonaws.com", in aws-cn also ".amazonaws.com.cn",
// or one of Alexa's two, which end in amazon.com
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services).
func IsService(s, partition string) bool {
	if s == AlexaSkills || s == AlexaHome {
		return partition == "aws"
	}
	name, ok := strings.CutSuffix(s, ".amazonaws.com")
	if !ok && partition == "aws-cn" {
		name, ok = strings.CutSuffix(s, ".amazonaws.com.cn")
	}
	return ok && serviceName.MatchString(name)
}

// Alexa's service principals.
const (
	AlexaSkills = "alexa-appkit.amazon.com"
	AlexaHome   = "alexa-connectedhome.amazon.com"
)

// regionLabel is a Region as a label of a regional service principal.
var regionLabel = regexp.MustCompile(`^[a-z]{2,3}(-[a-z]+)+-[0-9]$`)

// GlobalService is the global name of a service principal: itself, or, for a
// regional form, the name without its one Region label, which stands right
// before the suffix ("logs.us-east-1.amazonaws.com" is "logs.amazonaws.com").
func GlobalService(s string) string {
	for _, suffix := range []string{".amazonaws.com.cn", ".amazonaws.com"} {
		name, ok := strings.CutSuffix(s, suffix)
		if !ok {
			continue
		}
		if i := strings.LastIndexByte(name, '.'); i > 0 && regionLabel.MatchString(name[i+1:]) {
			return name[:i] + suffix
		}
		return s
	}
	return s
}
