"""Creates each stack for real, on moto, and looks at what is there then.

moto is not AWS: it makes what it has a model of, and believes everything. What it has none of is named
in UNSUPPORTED and left out of the template for this run; a type that is not named, and one that has a
model by now, is a failure.
"""

import ast
import json
import logging
import pathlib
import re

import boto3
from botocore.config import Config
from cfnlint.decode import decode_str
from moto.cloudformation.parsing import get_model_map
from moto.server import ThreadedMotoServer

DEPLOY = pathlib.Path(__file__).parent.parent
REGION = "eu-west-1"
# The service is done with a SIGTERM within so many seconds; a caller may wait so long.
DRAIN, LONGEST_WAIT = 25, 100
UNSUPPORTED = {
    "app-runner": {"AWS::AppRunner::AutoScalingConfiguration", "AWS::AppRunner::Service"},
    "ec2": {"AWS::DLM::LifecyclePolicy"},
    "ecs-express": {"AWS::ECS::ExpressGatewayService"},
    "ecs-fargate": {
        "AWS::ApplicationAutoScaling::ScalableTarget",
        "AWS::ApplicationAutoScaling::ScalingPolicy",
        "AWS::SNS::Subscription",
        "AWS::SQS::QueuePolicy",
        "AWS::ServiceDiscovery::PrivateDnsNamespace",
        "AWS::ServiceDiscovery::Service",
    },
}
# Calls that know no resource.
OF_NO_RESOURCE = {"ecr:GetAuthorizationToken", "ec2:DescribeSnapshots", "ec2:DescribeVolumes"}


def check(holds, what):
    if not holds:
        raise SystemExit(f"deploy/check/create.py: {what}")


def without(template, unsupported):
    """The template without these types, and with a text in place of what referred to one."""
    resources = template["Resources"]
    gone = {name for name, one in resources.items() if one["Type"] in unsupported}

    def replaced(node):
        if isinstance(node, list):
            return [replaced(one) for one in node]
        if isinstance(node, str):
            return re.sub(
                r"\$\{(\w+)(\.\w+)?\}", lambda m: "gone" if m[1] in gone else m[0], node
            )
        if not isinstance(node, dict):
            return node
        if node.get("Ref") in gone:
            return "gone"
        attribute = node.get("Fn::GetAtt")
        if attribute and (attribute.split(".") if isinstance(attribute, str) else attribute)[0] in gone:
            return "gone"
        return {key: replaced(value) for key, value in node.items()}

    kept = replaced({**template, "Resources": {n: r for n, r in resources.items() if n not in gone}})
    for one in kept["Resources"].values():
        needed = one.pop("DependsOn", [])
        needed = [needed] if isinstance(needed, str) else needed
        if needed := [name for name in needed if name not in gone]:
            one["DependsOn"] = needed
    return kept


class Aws:
    def __init__(self, endpoint):
        self.session = boto3.Session(
            aws_access_key_id="test", aws_secret_access_key="test", region_name=REGION
        )
        self.endpoint = endpoint

    def __getattr__(self, name):
        client = self.session.client(
            name.replace("_", "-"),
            endpoint_url=self.endpoint,
            config=Config(retries={"total_max_attempts": 1}),
        )
        setattr(self, name, client)
        return client


def prerequisites(aws):
    """What an account has before the stacks, as values of their parameters."""
    vpc = aws.ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        aws.ec2.create_subnet(
            VpcId=vpc, CidrBlock=f"10.0.{i}.0/24", AvailabilityZone=f"{REGION}{zone}"
        )["Subnet"]["SubnetId"]
        for i, zone in enumerate("abab")
    ]
    secret = {
        name: aws.secretsmanager.create_secret(Name=name, SecretString="x" * 64)["ARN"]
        for name in ("reservations/admin-token", "reservations/dapr-api-token")
    }
    certificate = aws.acm.request_certificate(DomainName="reservations.example.com")
    target_group = aws.elbv2.create_target_group(
        Name="others", Protocol="HTTP", Port=8080, VpcId=vpc
    )["TargetGroups"][0]["TargetGroupArn"]
    registry = f"123456789012.dkr.ecr.{REGION}.amazonaws.com"
    return {
        "ImageUri": f"{registry}/reservations:0.1.0",
        "DaprdImageUri": f"{registry}/reservations-daprd:1.18.2",
        "DaprGrpcEndpoint": "https://grpc-prj1.api.cloud.diagrid.io:443",
        "DaprHttpEndpoint": "https://http-prj1.api.cloud.diagrid.io",
        "DaprApiTokenSecretArn": secret["reservations/dapr-api-token"],
        "AdminTokenSecretArn": secret["reservations/admin-token"],
        "OtlpEndpoint": "http://collector.internal:4318",
        "SubscriberAppId": "mailer",
        "VpcId": vpc,
        "VpcCidr": "10.0.0.0/16",
        "AllowedCidr": "10.0.0.0/16",
        "PublicSubnetIds": ",".join(subnets[:2]),
        "SubnetIds": ",".join(subnets[2:]),
        "FirstSubnetId": subnets[2],
        "SecondSubnetId": subnets[3],
        "SubnetId": subnets[0],
        "AvailabilityZone": f"{REGION}a",
        "CertificateArn": certificate["CertificateArn"],
        "TargetGroupArns": target_group,
        "ArtifactBucket": "artifacts",
        "ArtifactKey": "reservations-0.1.0.tar.gz",
    }


def create(aws, name, values):
    """Creates the stack; answers with its template and its resources' ids, by logical id."""
    template, problems = decode_str((DEPLOY / name / "template.yaml").read_text())
    check(not problems, f"{name}: {problems}")
    types = {resource["Type"] for resource in template["Resources"].values()}
    check(
        types - set(get_model_map()) == UNSUPPORTED[name],
        f"{name}: moto has no model of {sorted(types - set(get_model_map()))},"
        f" and UNSUPPORTED names {sorted(UNSUPPORTED[name])}",
    )
    kept = without(template, UNSUPPORTED[name])
    parameters = {key: values[key] for key in kept["Parameters"] if key in values}
    missing = [
        key
        for key, parameter in kept["Parameters"].items()
        if key not in parameters and "Default" not in parameter
    ]
    check(not missing, f"{name}: no value for {missing}")
    aws.cloudformation.create_stack(
        StackName=name,
        TemplateBody=json.dumps(kept),
        Capabilities=["CAPABILITY_IAM"],
        Parameters=[
            {"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()
        ],
    )
    stack = aws.cloudformation.describe_stacks(StackName=name)["Stacks"][0]
    check(stack["StackStatus"] == "CREATE_COMPLETE", f"{name}: {stack['StackStatus']}")
    made = {
        one["LogicalResourceId"]: one["PhysicalResourceId"]
        for one in aws.cloudformation.list_stack_resources(StackName=name)["StackResourceSummaries"]
    }
    check(set(made) == set(kept["Resources"]), f"{name}: made are {sorted(made)}")
    left_out = ", ".join(sorted(UNSUPPORTED[name]))
    print(f"{name}: {len(made)} resources; without a model: {left_out}")
    return template, made


def listed(one_or_more):
    return one_or_more if isinstance(one_or_more, list) else [one_or_more]


def check_roles(aws, name, made, template):
    for logical, resource in template["Resources"].items():
        if resource["Type"] != "AWS::IAM::Role":
            continue
        role = made[logical]
        for policy in aws.iam.list_role_policies(RoleName=role)["PolicyNames"]:
            document = aws.iam.get_role_policy(RoleName=role, PolicyName=policy)["PolicyDocument"]
            if isinstance(document, str):
                # moto answers with Python's own notation.
                document = ast.literal_eval(document)
            for statement in listed(document["Statement"]):
                actions, on = set(listed(statement["Action"])), listed(statement["Resource"])
                what = f"{name}: {logical} may {sorted(actions)} on {on}"
                check(not any("*" in action for action in actions), what)
                check("*" not in on or actions <= OF_NO_RESOURCE, what)


def environment(container):
    return {one["name"]: one["value"] for one in container["environment"]}


def check_container(name, container):
    what = f"{name}: {container['name']}"
    check(container["stopTimeout"] >= DRAIN + 5, f"{what} has {container['stopTimeout']} s to stop")
    check(container["stopTimeout"] <= 120, f"{what}: Fargate allows 120 s")
    check(container["readonlyRootFilesystem"] is True, f"{what} may write to its image")
    check(container["essential"] is True, f"{what} is not essential")
    options = container["logConfiguration"]["options"]
    check(options["awslogs-group"] == "/ecs/ecs-fargate", f"{what} logs to {options}")


def containers(aws, task):
    definition = aws.ecs.describe_task_definition(taskDefinition=task)["taskDefinition"]
    return {one["name"]: one for one in definition["containerDefinitions"]}


def check_service_task(aws, template, made):
    by_name = containers(aws, made["ServiceTask"])
    check(set(by_name) == {"daprd", "reservations"}, f"the task has {sorted(by_name)}")
    service, daprd = by_name["reservations"], by_name["daprd"]
    for container in by_name.values():
        check_container("ecs-fargate", container)
    check(
        service["dependsOn"] == [{"containerName": "daprd", "condition": "START"}],
        "the service does not start after the sidecar",
    )
    check("/q/health/live" in " ".join(service["healthCheck"]["command"]), "it is asked otherwise")
    settings = environment(service)
    check(settings["RESERVATIONS_ENGINE"] == "dapr", "the engine is left open")
    check(settings["PORT"] == "8080", "the port")
    check(settings["OTEL_EXPORTER_OTLP_ENDPOINT"].startswith("http"), "no traces")
    secrets = {one["name"] for one in service["secrets"]}
    check(secrets == {"DAPR_API_TOKEN", "RESERVATIONS_ADMIN_TOKEN"}, f"secrets are {secrets}")
    check({one["name"] for one in daprd["secrets"]} == {"DAPR_API_TOKEN"}, "the sidecar's secrets")
    check(environment(daprd)["DYNAMODB_TABLE"] == made["StateTable"], "the sidecar's table")
    port = settings["DAPR_GRPC_ENDPOINT"].rsplit(":", 1)[1]
    check(f"--dapr-grpc-port={port}" in daprd["command"], "the service asks another port")
    # moto leaves the roles out.
    properties = template["Resources"]["ServiceTask"]["Properties"]
    check(properties["TaskRoleArn"] == {"Fn::GetAtt": ["TaskRole", "Arn"]}, "the task's role")


def check_control_plane(aws, template, made):
    scheduler = containers(aws, made["SchedulerTask"])["scheduler"]
    check_container("ecs-fargate", scheduler)
    # moto misspells what a volume is.
    volumes = template["Resources"]["SchedulerTask"]["Properties"]["Volumes"]
    files = {one["Name"]: one for one in volumes}["data"]["EFSVolumeConfiguration"]
    check(files["FilesystemId"] == {"Ref": "SchedulerFiles"}, "the scheduler's files are others")
    check(files["TransitEncryption"] == "ENABLED", "the scheduler's files cross the wire as they are")
    mounted = {one["sourceVolume"]: one["containerPath"] for one in scheduler["mountPoints"]}
    check(f"--etcd-data-dir={mounted['data']}" in scheduler["command"], "etcd is not on the volume")
    check_container("ecs-fargate", containers(aws, made["PlacementTask"])["placement"])
    for name in ("Placement", "Scheduler"):
        service = aws.ecs.describe_services(cluster=made["Cluster"], services=[made[name]])
        service = service["services"][0]
        check(service["desiredCount"] == 1, f"{name} is not one")
        # A new one only when the old one has gone. moto leaves this out.
        deployment = template["Resources"][name]["Properties"]["DeploymentConfiguration"]
        check(deployment["MaximumPercent"] == 100, f"{name} is two for a while")
        check(deployment["MinimumHealthyPercent"] == 0, f"{name} can never be replaced")


def check_balancer(aws, template, made):
    group = aws.elbv2.describe_target_groups(TargetGroupArns=[made["TargetGroup"]])
    group = group["TargetGroups"][0]
    check(group["HealthCheckPath"] == "/q/health/live", "ECS replaces what is not ready")
    check(group["TargetType"] == "ip", "tasks have addresses of their own")
    attributes = aws.elbv2.describe_target_group_attributes(TargetGroupArn=made["TargetGroup"])
    attributes = {one["Key"]: one["Value"] for one in attributes["Attributes"]}
    delay = int(attributes["deregistration_delay.timeout_seconds"])
    check(delay > LONGEST_WAIT, f"requests are cut after {delay} s")
    # moto leaves these out.
    attributes = template["Resources"]["LoadBalancer"]["Properties"]["LoadBalancerAttributes"]
    attributes = {one["Key"]: one["Value"] for one in attributes}
    idle = int(attributes["idle_timeout.timeout_seconds"])
    check(idle > LONGEST_WAIT, f"who waits is cut off after {idle} s")
    listeners = aws.elbv2.describe_listeners(LoadBalancerArn=made["LoadBalancer"])["Listeners"]
    actions = {one["Protocol"]: one["DefaultActions"][0]["Type"] for one in listeners}
    check(actions == {"HTTPS": "forward", "HTTP": "redirect"}, f"listeners: {actions}")
    rules = aws.elbv2.describe_rules(ListenerArn=made["HttpsListener"])["Rules"]
    refused = [one for one in rules if one["Actions"][0]["Type"] == "fixed-response"]
    paths = refused[0]["Conditions"][0]["PathPatternConfig"]["Values"]
    check("/q/*" in paths, "metrics are for everybody")


def check_state(aws, template, made):
    table = aws.dynamodb.describe_table(TableName=made["StateTable"])["Table"]
    check(table["KeySchema"] == [{"AttributeName": "key", "KeyType": "HASH"}], "the table's key")
    check(
        table["AttributeDefinitions"] == [{"AttributeName": "key", "AttributeType": "S"}],
        "the type of the table's key",
    )
    check(table["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST", "the table's capacity")
    check(table["DeletionProtectionEnabled"] is True, "the table can be deleted")
    # moto leaves it out.
    backups = template["Resources"]["StateTable"]["Properties"]["PointInTimeRecoverySpecification"]
    check(backups == {"PointInTimeRecoveryEnabled": True}, "the table has no backups")
    lives = aws.dynamodb.describe_time_to_live(TableName=made["StateTable"])
    check(lives["TimeToLiveDescription"]["TimeToLiveStatus"] == "DISABLED", "rows expire")
    topics = {one["TopicArn"].rsplit(":", 1)[1] for one in aws.sns.list_topics()["Topics"]}
    check(topics == {"onreservationsuccess", "onreservationfailure"}, f"topics are {topics}")
    queue = aws.sqs.get_queue_attributes(QueueUrl=made["SubscriberQueue"], AttributeNames=["All"])
    redrive = json.loads(queue["Attributes"]["RedrivePolicy"])
    check(int(redrive["maxReceiveCount"]) == 10, "an event is given up otherwise than documented")
    check(redrive["deadLetterTargetArn"].endswith(":mailer-dead-letters"), "the dead letters")


def check_fargate(aws, template, made):
    check_state(aws, template, made)
    check_service_task(aws, template, made)
    check_control_plane(aws, template, made)
    check_balancer(aws, template, made)
    service = aws.ecs.describe_services(cluster=made["Cluster"], services=[made["Service"]])
    service = service["services"][0]
    check(service["desiredCount"] >= 2, "one task is no task while it is replaced")
    # moto leaves this out.
    deployment = template["Resources"]["Service"]["Properties"]["DeploymentConfiguration"]
    breaker = deployment["DeploymentCircuitBreaker"]
    check(breaker == {"Enable": True, "Rollback": True}, "a deployment that fails goes on")
    for kept in ("StateTable", "SchedulerFiles", "LogGroup"):
        check(template["Resources"][kept]["DeletionPolicy"] == "Retain", f"{kept} goes with the stack")
    group = aws.logs.describe_log_groups(logGroupNamePrefix="/ecs/ecs-fargate")["logGroups"][0]
    check(group["retentionInDays"] == 30, "logs are kept otherwise")


def check_express(aws, template, made):
    service = template["Resources"]["Service"]["Properties"]
    container = service["PrimaryContainer"]
    check(service["HealthCheckPath"] == "/q/health/live", "ECS replaces what is not ready")
    settings = {
        one["Name"]: one["Value"] for one in container["Environment"] if "Name" in one
    }
    check(settings["RESERVATIONS_ENGINE"] == "dapr", "the engine is left open")
    check(settings["PORT"] == str(container["ContainerPort"]), "the port")
    secrets = {one["Name"] for one in container["Secrets"]}
    check(secrets == {"DAPR_API_TOKEN", "RESERVATIONS_ADMIN_TOKEN"}, f"secrets are {secrets}")
    # moto knows none of AWS' own policies.
    policies = template["Resources"]["InfrastructureRole"]["Properties"]["ManagedPolicyArns"]
    names = [one["Fn::Sub"].rsplit("/", 1)[1] for one in policies]
    check(names == ["AmazonECSInfrastructureRoleforExpressGatewayServices"], f"policies {names}")


def check_app_runner(aws, template, made):
    service = template["Resources"]["Service"]["Properties"]
    check(service["HealthCheckConfiguration"]["Path"] == "/q/health/live", "the health check")
    image = service["SourceConfiguration"]["ImageRepository"]["ImageConfiguration"]
    secrets = {one["Name"] for one in image["RuntimeEnvironmentSecrets"]}
    check(secrets == {"DAPR_API_TOKEN", "RESERVATIONS_ADMIN_TOKEN"}, f"secrets are {secrets}")
    check(image["Port"] == "8080", "the port")


def check_ec2(aws, template, made):
    volume = template["Resources"]["DataVolume"]
    check(volume["Properties"]["Encrypted"] is True, "the data are not encrypted")
    check(volume["DeletionPolicy"] == "Snapshot", "the data just go")
    group = aws.autoscaling.describe_auto_scaling_groups(AutoScalingGroupNames=[made["Machine"]])
    group = group["AutoScalingGroups"][0]
    check(group["MaxSize"] == 1, "two machines, and one volume")
    check(group["HealthCheckType"] == "EC2", "a load balancer replaces the machine")
    update = template["Resources"]["Machine"]["UpdatePolicy"]["AutoScalingRollingUpdate"]
    check(update["MinInstancesInService"] == 0, "the new machine waits for the old one's volume")
    versions = aws.ec2.describe_launch_template_versions(LaunchTemplateId=made["LaunchTemplate"])
    data = versions["LaunchTemplateVersions"][0]["LaunchTemplateData"]
    check(data["MetadataOptions"]["HttpTokens"] == "required", "the role is for every process' asking")


CHECKS = {
    "app-runner": check_app_runner,
    "ec2": check_ec2,
    "ecs-express": check_express,
    "ecs-fargate": check_fargate,
}


def main():
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        aws = Aws(f"http://{host}:{port}")
        values = prerequisites(aws)
        found = {path.parent.name for path in DEPLOY.glob("*/template.yaml")}
        check(found == set(CHECKS), f"templates are {sorted(found)}")
        for name in sorted(CHECKS):
            template, made = create(aws, name, values)
            check_roles(aws, name, made, template)
            CHECKS[name](aws, template, made)
    finally:
        server.stop()


if __name__ == "__main__":
    main()
