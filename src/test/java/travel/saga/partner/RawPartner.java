package travel.saga.partner;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A partner that writes what it is told to, be it HTTP or not, and leaves it to us to hang up. */
final class RawPartner implements AutoCloseable {
  /** What is written as an answer; may go on for ever, and is ended by our hanging up. */
  interface Script {
    void write(OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private volatile Script script = out -> {};

  RawPartner() {
    try {
      server = new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  String url(String scheme) {
    return scheme + "://127.0.0.1:" + server.getLocalPort();
  }

  void answers(Script next) {
    script = next;
  }

  void answers(String next) {
    script = out -> out.write(next.getBytes(ISO_8859_1));
  }

  /** Connections that were made. */
  int accepted() {
    return accepted.get();
  }

  /** Connections that nobody has closed. */
  int open() {
    return open.get();
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        accepted.incrementAndGet();
        open.incrementAndGet();
        threads.execute(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      while (readRequest(socket.getInputStream())) {
        script.write(socket.getOutputStream());
        socket.getOutputStream().flush();
      }
    } catch (IOException | InterruptedException hungUp) {
      // what it is about
    } finally {
      open.decrementAndGet();
    }
  }

  /** Head and body of a request; false when the other side has hung up. */
  private static boolean readRequest(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return false;
      }
      head.append((char) next);
    }
    String length = head.toString().replaceFirst("(?is).*\r\ncontent-length: *(\\d+)\r\n.*", "$1");
    in.skipNBytes(length.matches("\\d+") ? Integer.parseInt(length) : 0);
    return true;
  }
}
