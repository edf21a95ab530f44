package travel.saga.access;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** Notes what operators ask for, through the API and the console alike. */
@ApplicationScoped
public class OperatorLog {
  private static final Logger LOG = Logger.getLogger(OperatorLog.class);
  private static final Pattern INVISIBLE = Pattern.compile("[^ -~]");
  private static final int LONGEST = 100;

  private final SecurityIdentity operator;

  OperatorLog(SecurityIdentity operator) {
    this.operator = operator;
  }

  /**
   * Before it is done: what fails half-way may have its effect all the same.
   *
   * @param what the action, and what kind of thing it is done to
   */
  public void asked(String what, String id) {
    LOG.infof(
        "operator: %s %s, asked for by %s",
        visible(what), visible(id), operator.getPrincipal().getName());
  }

  /**
   * Names and ids may be any text until they are looked up; those of this service are as they were.
   */
  private static String visible(String text) {
    String visible = INVISIBLE.matcher(text).replaceAll("?");
    return visible.length() <= LONGEST ? visible : visible.substring(0, LONGEST);
  }
}
