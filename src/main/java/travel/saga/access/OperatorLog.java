package travel.saga.access;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** Notes what operators ask for, through the API and the console alike. */
@ApplicationScoped
public class OperatorLog {
  private static final Logger LOG = Logger.getLogger(OperatorLog.class);
  private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

  private final SecurityIdentity operator;

  OperatorLog(SecurityIdentity operator) {
    this.operator = operator;
  }

  /**
   * Before it is done: what fails half-way may have its effect all the same.
   *
   * @param what an action and what it is of; ids in it may be any text
   */
  public void asked(String what) {
    String line = CONTROL.matcher(what).replaceAll("?");
    LOG.infof("operator: %s, asked for by %s", line, operator.getPrincipal().getName());
  }
}
