package travel.saga.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import travel.saga.reservation.Sha256;

/**
 * Where pages find the scripts and styles that belong to them. What they hold is part of the
 * address: browsers keep them for a day, and see a new release at once all the same. In a template:
 * {@code {inject:assets.url('console.css')}}.
 */
@Named("assets")
@ApplicationScoped
public class Assets {
  private static final String FOLDER = "META-INF/resources/assets/";
  private static final int VERSION_CHARACTERS = 12;

  private final Map<String, String> urls = new ConcurrentHashMap<>();

  public String url(String name) {
    return urls.computeIfAbsent(name, Assets::versioned);
  }

  private static String versioned(String name) {
    try (InputStream file = Assets.class.getClassLoader().getResourceAsStream(FOLDER + name)) {
      if (file == null) {
        throw new IllegalArgumentException("no asset is called " + name);
      }
      return "/assets/"
          + name
          + "?v="
          + Sha256.hex(file.readAllBytes()).substring(0, VERSION_CHARACTERS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
