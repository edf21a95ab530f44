package travel.saga.console;

import io.quarkus.qute.TemplateInstance;

/** What changes on the page of the list: the counts and the rows. */
record ExecutionsRegion(ShownList list, LiveRegion live) implements TemplateInstance {}
