package source

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/truststack/truststack/manifest"
)

// check reports what the types cannot: how the parts of a manifest fit together.
func (r *reader) check(m manifest.Manifest) {
	c := m.Spec.Common
	r.checkOrganization(c)
	r.checkRegions(c)
	r.checkTargets(c, c.DeploymentTargets, "spec.deploymentTargets")
	for i, p := range c.ExemptPrincipals {
		r.checkPrincipal(c, p, fmt.Sprintf("spec.exemptPrincipals[%d]", i), true)
	}
	r.checkAlerts(c)
	r.checkSurprises(c)
	enabled := 0
	for _, key := range slices.Sorted(maps.Keys(m.Spec.SecurityPackages)) {
		if m.Spec.SecurityPackages[key].Enabled {
			enabled++
		}
		r.checkSection(c, m.Spec.SecurityPackages[key], SectionPath(key))
	}
	if enabled == 0 && !r.wrongAround("spec.securityPackages") {
		r.warnAt("spec.securityPackages", "no package that is enabled", "at least one", "set enabled: true in a package's section; as it is, only the guard is deployed")
	}
}

func (r *reader) checkOrganization(c manifest.Common) {
	const path = "spec.awsOrganizationARN"
	arn := strings.Split(c.AWSOrganizationARN, ":")
	if !r.positions.wrong[path] && len(arn) == 6 {
		_, id, _ := strings.Cut(arn[5], "/")
		if id != c.AWSOrganizationID && c.AWSOrganizationID != "" {
			r.faultAt("spec.awsOrganizationID", quote(c.AWSOrganizationID), quote(id)+", as awsOrganizationARN has it",
				"both must name one organisation: aws organizations describe-organization prints both")
		}
	}
	if id := c.ManagementAccountID(); id != "" && id == c.DeploymentAccountID {
		r.warnAt("spec.deploymentAccountID", quote(id)+", the organisation's management account", "a member account",
			"no service control policy binds the management account, so nothing protects a deployment there: use a delegated administrator's account")
	}
}

// regionShape is a Region's name: where, perhaps which partition, a direction
// and a number. It spares a list that is out of date with each new Region.
var regionShape = regexp.MustCompile(`^[a-z]{2,4}(-gov|-iso[a-z]?|-[a-z]{2})?-(central|north|northeast|northwest|south|southeast|southwest|east|west)-[0-9]{1,2}$`)

func (r *reader) checkRegions(c manifest.Common) {
	for i, region := range c.Regions {
		path := fmt.Sprintf("spec.regions[%d]", i)
		if !regionShape.MatchString(region) {
			r.faultAt(path, quote(region), "a Region such as eu-west-1", regionHint(region))
			continue
		}
		if want, got := c.Partition(), partitionOf(region); want != got && !r.positions.wrong["spec.awsOrganizationARN"] {
			r.faultAt(path, fmt.Sprintf("%s, a Region of the partition %s", quote(region), got), "a Region of "+want+", the organisation's partition",
				"one manifest is for one partition: write another manifest for "+got)
		}
	}
}

func regionHint(region string) string {
	lower := strings.ToLower(region)
	if regionShape.MatchString(lower) {
		return "write " + quote(lower)
	}
	if n := len(lower); n > 1 && regionShape.MatchString(lower[:n-1]) {
		return "this is an availability zone; its Region is " + quote(lower[:n-1])
	}
	return "aws account list-regions prints the names"
}

func partitionOf(region string) string {
	switch {
	case strings.HasPrefix(region, "cn-"):
		return "aws-cn"
	case strings.HasPrefix(region, "us-gov-"):
		return "aws-us-gov"
	case strings.HasPrefix(region, "us-iso-"), strings.HasPrefix(region, "us-isob-"), strings.HasPrefix(region, "us-isof-"), strings.HasPrefix(region, "eu-isoe-"):
		return "aws-iso"
	case strings.HasPrefix(region, "eusc-"):
		return "aws-eusc"
	}
	return "aws"
}

func (r *reader) checkAlerts(c manifest.Common) {
	const path = "spec.alerts"
	a := c.Alerts
	if a == nil {
		return
	}
	if *a == (manifest.Alerts{}) && !r.anyWrongBelow(path) {
		r.faultAt(path, "no address", "email, topicARN or chatWebhookSecretARN", "write at least one of them, or delete alerts")
	}
	if strings.Count(a.Email, "@") != 1 && a.Email != "" || strings.HasPrefix(a.Email, "@") || strings.HasSuffix(a.Email, "@") || isSpace(a.Email) {
		found := (&node{kind: textNode, text: a.Email}).describe()
		r.faultAt(path+".email", found, "one e-mail address such as security@example.com", "for several people write the address of a distribution list")
	}
	r.checkAlertARN(c, a.TopicARN, "sns", path+".topicARN", "an SNS topic's ARN such as arn:aws:sns:eu-west-1:123456789012:security", "aws sns list-topics prints the ARNs")
	r.checkAlertARN(c, a.ChatWebhookSecret, "secretsmanager", path+".chatWebhookSecretARN", "a secret's ARN such as arn:aws:secretsmanager:eu-west-1:123456789012:secret:chat-AbCdEf",
		"put the webhook's URL into a secret of Secrets Manager, and the secret's ARN here")
}

// checkAlertARN never repeats what it found if it is not an ARN: it may be a
// webhook's URL, which is a secret.
func (r *reader) checkAlertARN(c manifest.Common, arn, service, path, wanted, hint string) {
	if arn == "" {
		return
	}
	parts := strings.SplitN(arn, ":", 6)
	switch {
	case len(parts) < 6 || parts[0] != "arn":
		r.faultAt(path, "text that is not an ARN", wanted, hint)
	case parts[2] != service || !regionShape.MatchString(parts[3]) || !isAccountID(parts[4]) || parts[5] == "" || strings.ContainsAny(arn, "*? "):
		r.faultAt(path, quote(arn), wanted, hint)
	case parts[1] != c.Partition() && !r.positions.wrong["spec.awsOrganizationARN"]:
		r.faultAt(path, "an ARN of the partition "+short(parts[1]), "one of "+c.Partition()+", the organisation's partition", hint)
	}
}

// anyWrongBelow reports whether Read found an error in a part of this one.
func (r *reader) anyWrongBelow(path string) bool {
	for wrong := range r.positions.wrong {
		if strings.HasPrefix(wrong, path+".") || strings.HasPrefix(wrong, path+"[") {
			return true
		}
	}
	return false
}

// wrongAround reports whether Read found an error in this part, in one of its
// own parts or in one that holds it.
func (r *reader) wrongAround(path string) bool {
	for above := path; above != ""; above = parent(above) {
		if r.positions.wrong[above] {
			return true
		}
	}
	return r.anyWrongBelow(path)
}

// checkSurprises warns of what is legal and does something that its reader may
// not expect.
func (r *reader) checkSurprises(c manifest.Common) {
	switch {
	case c.TrustOrganization:
		r.warnAt("spec.trustOrganization", "true", "",
			fmt.Sprintf("every list of trusted organisations gains %s, and every list of trusted accounts gains the organisation's accounts: any account in the organisation is trusted by every package", c.AWSOrganizationID))
		if len(c.OrganizationAccountIDs) == 0 {
			r.warnAt("spec.trustOrganization", "true without organizationAccountIDs", "the ids of the organisation's accounts",
				"membership cannot be seen offline, so an account that no list names stays undetermined: list them in organizationAccountIDs (aws organizations list-accounts)")
		}
	case len(c.OrganizationAccountIDs) > 0:
		r.warnAt("spec.organizationAccountIDs", "a list without trustOrganization: true", "", "the list has no effect: set trustOrganization: true, or delete it")
	}
	if mode := c.GuardMode(); mode != manifest.Enforce {
		r.warnAt("spec.guard", string(mode), "enforce",
			"roles and tags that the policies rest on are unprotected, and the tag ts:exclude is ignored, since anyone could set it")
	}
	if c.Remediation != nil && c.Remediation.MaxPerHour != nil && *c.Remediation.MaxPerHour == 0 {
		r.warnAt("spec.remediation.maxPerHour", "0", "", "nothing is ever remediated without a person; to say so for one package, set its controls.responsive to off")
	}
}
