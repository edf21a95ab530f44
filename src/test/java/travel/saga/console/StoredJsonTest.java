package travel.saga.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoredJsonTest {
  @Test
  void readsWhatAPartnerHasRefused() {
    StoredJson json = StoredJson.of("{\"refused\":{\"code\":\"no_cars\",\"message\":\"None.\"}}");

    assertThat(json.refusal()).isEqualTo("no_cars: None.");
  }

  @Test
  void readsTheKeyAndWhatAnEventIsAbout() {
    assertThat(StoredJson.of("{\"key\":\"k-car\"}").key()).isEqualTo("k-car");
    assertThat(StoredJson.of("{\"eventId\":3,\"taskScheduled\":{\"name\":\"a\"}}").innerName())
        .isEqualTo("a");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "no JSON", "{\"key\":3}", "[1]", "null", "3"})
  void readsNothingFromAnythingElse(@Nullable String stored) {
    StoredJson json = StoredJson.of(stored);

    assertThat(json.key()).isNull();
    assertThat(json.refusal()).isEmpty();
    assertThat(json.innerName()).isEmpty();
  }

  @Test
  void showsJsonForPeopleAndAllElseAsItIs() {
    assertThat(StoredJson.of("{\"a\":[1]}").pretty()).contains("\n  \"a\" : [ 1 ]\n");
    assertThat(StoredJson.of("no JSON").pretty()).isEqualTo("no JSON");
    assertThat(StoredJson.of(null).pretty()).isNull();
  }
}
