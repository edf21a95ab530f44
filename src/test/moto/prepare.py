"""Makes what components/README.md says has to be there: prepare.py TABLE SUBSCRIBER

The endpoint, the region and the credentials come from the environment.
"""

import json
import sys

import boto3

TOPICS = ["onreservationsuccess", "onreservationfailure"]

table, subscriber = sys.argv[1:]
dynamodb, sns, sqs = (boto3.client(name) for name in ("dynamodb", "sns", "sqs"))


def queue(name):
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    return url, attributes["Attributes"]["QueueArn"]


dynamodb.create_table(
    TableName=table,
    AttributeDefinitions=[{"AttributeName": "key", "AttributeType": "S"}],
    KeySchema=[{"AttributeName": "key", "KeyType": "HASH"}],
    BillingMode="PAY_PER_REQUEST",
)
topics = [sns.create_topic(Name=name)["TopicArn"] for name in TOPICS]
url, arn = queue(subscriber)
_, dead_letters = queue(f"{subscriber}-dead-letters")
from_topics = {
    "Effect": "Allow",
    "Principal": {"Service": "sns.amazonaws.com"},
    "Action": "sqs:SendMessage",
    "Resource": arn,
    "Condition": {"ArnEquals": {"aws:SourceArn": topics}},
}
redrive = {"deadLetterTargetArn": dead_letters, "maxReceiveCount": "10"}
sqs.set_queue_attributes(
    QueueUrl=url,
    Attributes={
        "Policy": json.dumps({"Version": "2012-10-17", "Statement": [from_topics]}),
        "RedrivePolicy": json.dumps(redrive),
    },
)
for topic in topics:
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
