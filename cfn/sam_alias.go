package cfn

import (
	"strings"

	"github.com/truststack/truststack/value"
)

// AutoPublishAlias makes a version of a function and an alias that points to
// it. Every event and URL of the function then invokes the alias.
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/automating-updates-to-serverless-apps.html

// aliasEscapes are how a character that a logical id cannot hold is spelled in
// an alias' logical id.
var aliasEscapes = strings.NewReplacer("-", "D", "_", "U")

// unresolvedAlias stands in an alias' logical id when its name is not known
// until the template is deployed.
const unresolvedAlias = "Unresolved"

// alias makes the version and the alias, and returns the alias' logical id, or
// "" when there is none.
func (x *samExpansion) alias(s *samSource, code *Node) string {
	n := s.prop("AutoPublishAlias")
	if n == nil {
		return ""
	}
	suffix := unresolvedAlias
	if text, ok := scalarText(x.resolved(n)); ok && text != "" {
		suffix = aliasEscapes.Replace(text)
	} else {
		x.problem(n, "the name of the alias of %s is known only at deployment: its logical id here is not SAM's", s.id)
	}
	version := s.id + "Version" + x.versionHash(s, code)
	x.add(s, n.Pos, version, "AWS::Lambda::Version", newField("FunctionName", refNode(n.Pos, s.id)))
	alias := s.id + "Alias" + suffix
	x.add(s, n.Pos, alias, "AWS::Lambda::Alias",
		newField("Name", n),
		newField("FunctionName", refNode(n.Pos, s.id)),
		newField("FunctionVersion", getAttNode(n.Pos, version, "Version")))
	x.ref(s.id, "Alias", alias)
	x.ref(s.id, "Version", version)
	return alias
}

// versionHash changes with the code. SAM hashes all properties when
// AutoPublishAliasAllProperties is set; no rule reads a version's id, so that
// one is made from the code as well.
func (x *samExpansion) versionHash(s *samSource, code *Node) string {
	if n := s.prop("AutoPublishCodeSha256"); n != nil {
		if text, ok := scalarText(x.resolved(n)); ok && len(text) >= samHashLength {
			return text[:samHashLength]
		}
	}
	if code == nil {
		return ""
	}
	return x.hashOf(code)
}

// functionURL makes the function's URL. One that needs no authentication gets
// the two permissions that such a URL needs; AuthType has to be literal for
// that, as SAM looks at it before any parameter is known.
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-functionurlconfig.html
func (x *samExpansion) functionURL(s *samSource, t *samTarget) {
	config := s.prop("FunctionUrlConfig")
	if config == nil {
		return
	}
	pos := config.Pos
	if !writtenOut(config) {
		x.unseen(s, config, "FunctionUrlConfig", madeByURL,
			"FunctionUrlConfig of %s is not written out: whether its URL is public is not seen", s.id)
		return
	}
	fields := []NodeField{newField("TargetFunctionArn", t.name(pos))}
	for _, name := range []string{"AuthType", "Cors", "InvokeMode"} {
		fields = append(fields, field(name, known(config.Get(name))))
	}
	x.add(s, pos, s.id+"Url", "AWS::Lambda::Url", fields...)
	if auth, _ := scalarText(config.Get("AuthType")); auth == "NONE" {
		x.publicURL(s, t, config.Get("AuthType").Pos)
	}
}

// publicURL makes the two permissions of a URL that anyone may call.
// https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
func (x *samExpansion) publicURL(s *samSource, t *samTarget, pos value.Pos) {
	x.add(s, pos, s.id+"UrlPublicPermissions", "AWS::Lambda::Permission",
		newField("Action", textNode(pos, "lambda:InvokeFunctionUrl")),
		newField("FunctionName", t.name(pos)),
		newField("FunctionUrlAuthType", textNode(pos, "NONE")),
		newField("Principal", textNode(pos, "*")))
	x.add(s, pos, s.id+"URLInvokeAllowPublicAccess", "AWS::Lambda::Permission",
		newField("Action", textNode(pos, "lambda:InvokeFunction")),
		newField("FunctionName", t.name(pos)),
		newField("InvokedViaFunctionUrl", boolNode(pos, true)),
		newField("Principal", textNode(pos, "*")))
}
