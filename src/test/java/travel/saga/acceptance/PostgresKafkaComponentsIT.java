package travel.saga.acceptance;

import org.junit.jupiter.api.Test;
import travel.saga.sidecar.Kafka;
import travel.saga.sidecar.Postgres;

/** PostgreSQL, and Kafka, which can be killed. */
class PostgresKafkaComponentsIT extends ComponentsContract {
  PostgresKafkaComponentsIT() {
    super(
        directory ->
            ComponentsEngine.shared(directory, "postgres-kafka", Postgres::start, Kafka::start));
  }

  @Test
  void booksWhileTheBrokerIsAwayAndAnnouncesWhenItIsBack() {
    Kafka kafka = services.engine().backing(Kafka.class);
    kafka.kill();

    for (int i = 0; i < 3; i++) {
      client().reserveFlight(TripRequest.to("lima")).expect(200);
    }
    client().reserveFlight(TripRequest.to("lima").failing("failPayment")).expectProblem(409);

    kafka.restart();
    expectBalancedAndAnnounced();
  }
}
