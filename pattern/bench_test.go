package pattern_test

import (
	"testing"

	"github.com/truststack/truststack/pattern"
)

// sample is a pattern as a rule may have it.
const sample = `{"source":["aws.lambda"],"detail-type":["AWS API Call via CloudTrail"],"detail":{"eventSource":["lambda.amazonaws.com"],` +
	`"eventName":[{"prefix":"AddPermission"},{"prefix":"PutResourcePolicy"},{"prefix":"CreateFunctionUrlConfig"}],` +
	`"errorCode":[{"exists":false}],"$or":[{"userIdentity":{"sessionContext":{"sessionIssuer":{"arn":[{"exists":false}]}}}},` +
	`{"userIdentity":{"sessionContext":{"sessionIssuer":{"arn":[{"anything-but":["arn:aws:iam::111122223333:role/ci"]}]}}}}]}}`

// sampleEvent is a record as CloudTrail writes it, in its envelope.
const sampleEvent = `{"version":"0","id":"6a7e8feb-b491-4cf7-a9f1-bf3703467718","detail-type":"AWS API Call via CloudTrail","source":"aws.lambda",` +
	`"account":"111122223333","time":"2023-07-10T12:25:40Z","region":"us-east-1","resources":[],"detail":{"eventVersion":"1.08",` +
	`"userIdentity":{"type":"AssumedRole","principalId":"AROAEXAMPLE:s","arn":"arn:aws:sts::111122223333:assumed-role/r/s","accountId":"111122223333",` +
	`"accessKeyId":"ASIAEXAMPLE","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROAEXAMPLE","arn":"arn:aws:iam::111122223333:role/r",` +
	`"accountId":"111122223333","userName":"r"},"webIdFederationData":{},"attributes":{"creationDate":"2023-07-10T12:20:00Z","mfaAuthenticated":"false"}}},` +
	`"eventTime":"2023-07-10T12:25:40Z","eventSource":"lambda.amazonaws.com","eventName":"AddPermission20150331v2","awsRegion":"us-east-1",` +
	`"sourceIPAddress":"198.51.100.7","userAgent":"aws-cli/2.13","requestParameters":{"functionName":"f","statementId":"s","action":"lambda:InvokeFunction",` +
	`"principal":"*"},"responseElements":{"statement":"{\"Sid\":\"s\",\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"lambda:InvokeFunction\",` +
	`\"Resource\":\"arn:aws:lambda:us-east-1:111122223333:function:f\"}"},"requestID":"a","eventID":"b","readOnly":false,"eventType":"AwsApiCall",` +
	`"managementEvent":true,"recipientAccountId":"111122223333","eventCategory":"Management"}}`

// BenchmarkMatch is one compiled pattern on one core.
func BenchmarkMatch(b *testing.B) {
	p, err := pattern.Parse([]byte(sample))
	if err != nil {
		b.Fatal(err)
	}
	c, err := p.Compile()
	if err != nil {
		b.Fatal(err)
	}
	event := []byte(sampleEvent)
	b.SetBytes(int64(len(event)))
	b.ReportAllocs()
	for b.Loop() {
		if matched, err := c.Match(event); !matched || err != nil {
			b.Fatal(matched, err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

// BenchmarkCompile is what Match adds when a pattern is not compiled before.
func BenchmarkCompile(b *testing.B) {
	p, err := pattern.Parse([]byte(sample))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Compile(); err != nil {
			b.Fatal(err)
		}
	}
}
