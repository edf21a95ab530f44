package travel.saga.acceptance;

import io.grpc.Context;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Lets the faults that were added strike the unary calls of a server. */
final class FaultInjection implements ServerInterceptor {
  private static final Status UNAVAILABLE = Status.UNAVAILABLE.withDescription("fault injected");

  private final List<Fault> faults = new CopyOnWriteArrayList<>();

  void add(Fault fault) {
    faults.add(fault);
  }

  /** Nothing fails any more, and what was held back goes on. */
  void mendAll() {
    faults.forEach(Fault::mend);
    faults.clear();
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    if (!call.getMethodDescriptor().getType().clientSendsOneMessage()
        || !call.getMethodDescriptor().getType().serverSendsOneMessage()) {
      return next.startCall(call, headers);
    }
    Interceptable<Q, R> interceptable = new Interceptable<>(call);
    return new FaultyListener<>(next.startCall(interceptable, headers), interceptable);
  }

  private Optional<Fault> striking(Object request) {
    return faults.stream().filter(fault -> fault.strikes(request)).findFirst();
  }

  /** A call whose answer can be kept from the caller. */
  private static final class Interceptable<Q, R> extends SimpleForwardingServerCall<Q, R> {
    private volatile @Nullable Fault fault;

    Interceptable(ServerCall<Q, R> call) {
      super(call);
    }

    @Override
    public boolean isCancelled() {
      return fault == null && super.isCancelled();
    }

    private boolean answerIsLost() {
      Fault striking = fault;
      return striking != null && striking.kind() == Fault.Kind.ANSWER_LOST;
    }

    @Override
    public void sendHeaders(Metadata headers) {
      if (!answerIsLost()) {
        super.sendHeaders(headers);
      }
    }

    @Override
    public void sendMessage(R message) {
      if (!answerIsLost()) {
        super.sendMessage(message);
      }
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (answerIsLost()) {
        super.close(UNAVAILABLE, new Metadata());
      } else {
        super.close(status, trailers);
      }
      Fault striking = fault;
      if (striking != null) {
        striking.answered(status);
      }
    }
  }

  private final class FaultyListener<Q, R> extends SimpleForwardingServerCallListener<Q> {
    private final Interceptable<Q, R> call;
    private @Nullable Q heldBack;
    private boolean cut;

    FaultyListener(ServerCall.Listener<Q> delegate, Interceptable<Q, R> call) {
      super(delegate);
      this.call = call;
    }

    @Override
    public void onMessage(Q message) {
      Optional<Fault> striking = striking(message);
      if (striking.isEmpty()) {
        super.onMessage(message);
        return;
      }
      switch (striking.get().kind()) {
        case REFUSED -> {
          cut = true;
          call.close(UNAVAILABLE, new Metadata());
        }
        case HELD_BACK -> {
          call.fault = striking.get();
          heldBack = message;
        }
        case ANSWER_LOST -> {
          call.fault = striking.get();
          super.onMessage(message);
        }
      }
    }

    @Override
    public void onHalfClose() {
      Q late = heldBack;
      Fault fault = call.fault;
      if (cut) {
        return;
      }
      if (late == null || fault == null) {
        super.onHalfClose();
        return;
      }
      ServerCall.Listener<Q> engine = delegate();
      // not in the call's own context, which ends when the caller gives up
      fault.holdBack(
          () ->
              Context.ROOT.run(
                  () -> {
                    engine.onMessage(late);
                    engine.onHalfClose();
                  }));
    }

    /** The engine must not learn that the caller has given up: on a network it may not, either. */
    @Override
    public void onCancel() {
      if (call.fault == null) {
        super.onCancel();
      }
    }
  }
}
