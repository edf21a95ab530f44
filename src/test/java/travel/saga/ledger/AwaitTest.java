package travel.saga.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class AwaitTest {
  @Test
  void throwsWhatTheStoreThrew() {
    var fault = new IllegalStateException("no sidecar");
    assertThatThrownBy(() -> Await.answer(CompletableFuture.failedFuture(fault))).isSameAs(fault);
  }

  @Test
  void unwrapsWhatALaterStageWrapped() {
    var fault = new IllegalStateException("no sidecar");
    var later = CompletableFuture.failedFuture(fault).thenApply(Object::toString);
    assertThatThrownBy(() -> Await.answer(later)).isSameAs(fault);
  }

  @Test
  void wrapsACheckedException() {
    var fault = new IOException("reset");
    assertThatThrownBy(() -> Await.answer(CompletableFuture.failedFuture(fault)))
        .isInstanceOf(CompletionException.class)
        .hasCause(fault);
  }

  @Test
  void endsWhenItsThreadIsInterrupted() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Await.answer(new CompletableFuture<>()))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
