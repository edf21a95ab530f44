package travel.saga.console;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The form of a page, filled in and sent as a browser without scripts does. */
record HtmlForm(String action, Map<String, String> fields, List<String> options) {
  private static final Pattern FORM =
      Pattern.compile("<form method=\"post\" action=\"([^\"]*)\">(.*?)</form>", Pattern.DOTALL);
  private static final Pattern FIELD =
      Pattern.compile("<(?:input|select)[^>]* name=\"([^\"]*)\"(?: value=\"([^\"]*)\")?");
  private static final Pattern OPTION = Pattern.compile("<option[^>]*>([^<]*)</option>");

  static HtmlForm of(Response page) {
    Matcher form = FORM.matcher(page.asString());
    while (form.find()) {
      if (!form.group(1).equals("/console/logout")) {
        return of(form.group(1), form.group(2));
      }
    }
    throw new AssertionError("there is no form:\n" + page.asString());
  }

  private static HtmlForm of(String action, String content) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (MatchResult field : FIELD.matcher(content).results().toList()) {
      fields.put(field.group(1), field.group(2) == null ? "" : field.group(2));
    }
    List<String> options =
        new ArrayList<>(OPTION.matcher(content).results().map(found -> found.group(1)).toList());
    return new HtmlForm(action, fields, options);
  }

  HtmlForm with(String field, String value) {
    if (!fields.containsKey(field)) {
      throw new AssertionError("the form has no field " + field);
    }
    Map<String, String> filled = new LinkedHashMap<>(fields);
    filled.put(field, value);
    return new HtmlForm(action, filled, options);
  }

  Response send(RequestSpecification browser) {
    return browser.formParams(fields).post(action);
  }
}
