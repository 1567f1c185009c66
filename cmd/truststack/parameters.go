package main

import (
	"fmt"
	"regexp"

	"github.com/truststack/truststack/cfn"
	"github.com/truststack/truststack/pack"
)

// maxParameters is the largest file of parameter values, in bytes.
const maxParameters = 1 << 20

// readParameters reads a file of values: a map of names to values, the list of
// ParameterKey and ParameterValue that the AWS CLI takes, or the Parameters of a
// CodePipeline configuration.
func readParameters(path string) (map[string]string, error) {
	data, err := readLimited(path, maxParameters)
	if err != nil {
		return nil, hinted(err, "name a file with --parameters")
	}
	values, err := cfn.ParseParameters(data)
	if err != nil {
		return nil, hinted(fmt.Errorf("%s: %w", path, err), `write {"Name": "value"}, or [{"ParameterKey": "Name", "ParameterValue": "value"}]`)
	}
	return values, nil
}

func accountID(s string) bool { return pack.IsAccountID(s) }

var regionPattern = regexp.MustCompile(`^[a-z]{2,3}(-[a-z]+)+-[0-9]$`)

func regionName(s string) bool { return regionPattern.MatchString(s) }
