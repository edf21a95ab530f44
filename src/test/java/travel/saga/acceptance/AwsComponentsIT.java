package travel.saga.acceptance;

import travel.saga.sidecar.Moto;

/** DynamoDB, SNS and SQS, as far as moto is like them. */
class AwsComponentsIT extends ComponentsContract {
  AwsComponentsIT() {
    super(
        directory ->
            ComponentsEngine.shared(
                directory, "aws", () -> Moto.startFor(ComponentsEngine.SUBSCRIBER)));
  }
}
