package travel.saga.dapr;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import travel.saga.ledger.KeyValueStore;
import travel.saga.ledger.KeyValueStoreContract;
import travel.saga.sidecar.Moto;

@Tag("dapr")
class DynamoDbSidecarKeyValueStoreIT extends KeyValueStoreContract {
  @RegisterExtension
  static final SidecarStore SIDECAR = SidecarStore.of("aws", () -> Moto.startFor("nobody"));

  @Override
  protected KeyValueStore store() {
    return SIDECAR.store();
  }
}
