package travel.saga.sidecar;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Free ports of the loopback address. */
public final class Ports {
  /** Below what systems hand out to clients, so that a port is still free for a second start. */
  private static final int FIRST = 20_000;

  /** Each of the JVMs that share the tests has ports of its own. */
  private static final int SHARE = 3_000;

  private static final int SHARES = 4;

  private static final int MINE =
      FIRST + SHARE * ((Integer.getInteger("test.fork", 1) - 1) % SHARES);

  private static final Set<Integer> GIVEN = new HashSet<>();

  private Ports() {}

  /** A port that nobody listens on, and that this process has not been given before. */
  public static synchronized int free() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(MINE, MINE + SHARE);
      if (!GIVEN.contains(port) && isFree(port)) {
        GIVEN.add(port);
        return port;
      }
    }
  }

  /** Whether somebody listens there. */
  public static boolean isOpen(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (ConnectException nobody) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (java.net.BindException taken) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
