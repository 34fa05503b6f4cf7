// What several files of scenarios do on the pages.

/** Ask in the last box of a page. */
export async function ask(page, question, audience = "clinician") {
  const form = page.locator(".ask-form").last();
  await form.locator("[data-question-box]").fill(question);
  await form.locator(`input[value=${audience}]`).check({ force: true });
  await form.locator("button[type=submit]").last().click();
}

/** Wait for the answer of a turn. */
export async function answered(page, turn = 1) {
  const place = page.locator(`#turn-${turn}`);
  await place.locator(".turn-actions").waitFor();
  return place;
}

/** Text as it reads, whatever lines it was broken into. */
export const bare = (text) => text.replaceAll(/\s+/g, " ").trim();
