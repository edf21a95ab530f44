package travel.saga;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.api.Tag;

/** The same on the packaged jar, or on the native binary where that was built. */
@QuarkusIntegrationTest
@Tag("embedded")
class ServiceIT extends ServiceTest {}
