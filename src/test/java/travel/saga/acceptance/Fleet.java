package travel.saga.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import travel.saga.sidecar.Components;
import travel.saga.sidecar.DaprStack;
import travel.saga.sidecar.Postgres;
import travel.saga.sidecar.Sidecar;

/** Several sidecars of one application on one PostgreSQL. */
final class Fleet implements EngineUnderTest {
  private final Postgres postgres;
  private final DaprStack stack;
  private final List<Sidecar> sidecars;

  private Fleet(Postgres postgres, DaprStack stack, int size) {
    this.postgres = postgres;
    this.stack = stack;
    Components components = Components.postgres(postgres);
    this.sidecars =
        IntStream.range(0, size)
            .mapToObj(i -> stack.sidecar(DaprEngine.APP_ID, components))
            .toList();
  }

  static Fleet of(int size, Path directory) {
    DaprStack stack = DaprStack.in(directory);
    try {
      Fleet fleet = new Fleet(Postgres.start(), stack, size);
      fleet.sidecars.forEach(Sidecar::start);
      return fleet;
    } catch (RuntimeException | Error e) {
      stack.close();
      throw e;
    }
  }

  Sidecar sidecar(int replica) {
    return sidecars.get(replica);
  }

  /** The setting that leads a replica of the service to its own sidecar. */
  Launch toSidecar(int replica, Launch launch) {
    return launch.withEnvironment("DAPR_GRPC_ENDPOINT", sidecar(replica).grpcEndpoint());
  }

  /** Of the first replica. */
  @Override
  public Map<String, String> environment() {
    return EngineUnderTest.sidecarAt(sidecar(0).grpcPort());
  }

  /** Knows no events and no histories: each sidecar has its own. */
  @Override
  public LedgerProbe ledger() {
    return new PostgresLedgerProbe(postgres.jdbcUrl());
  }

  @Override
  public String logTail() {
    return stack.logTail();
  }

  @Override
  public void close() {
    stack.close();
    postgres.close();
  }

  private record PostgresLedgerProbe(String jdbcUrl) implements LedgerProbe {
    private static final String STATE =
        "SELECT key, value FROM reservations_state WHERE starts_with(key, ?)";
    private static final String KEYS_OF_APP = DaprEngine.APP_ID + "||";

    @Override
    public Map<String, JsonNode> state(String prefix) {
      Map<String, JsonNode> state = new HashMap<>();
      try (Connection connection = DriverManager.getConnection(jdbcUrl);
          PreparedStatement statement = connection.prepareStatement(STATE)) {
        statement.setString(1, KEYS_OF_APP + prefix);
        ResultSet rows = statement.executeQuery();
        while (rows.next()) {
          state.put(
              rows.getString(1).substring(KEYS_OF_APP.length()),
              LedgerProbe.json(rows.getBytes(2)));
        }
        return state;
      } catch (SQLException e) {
        throw new IllegalStateException("cannot read " + jdbcUrl, e);
      }
    }

    @Override
    public List<PublishedEvent> publishedEvents() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<HistoryEvent> historyOf(String reservationId) {
      throw new UnsupportedOperationException();
    }
  }
}
