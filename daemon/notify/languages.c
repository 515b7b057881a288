#include "notify/languages.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"

#define CATALOGUE_MAX ((size_t)4 * 1024 * 1024)

static bool read_file(const char *path, struct wb_buf *out)
{
	char chunk[16384];
	size_t got;
	FILE *file = fopen(path, "re");

	if (!file) {
		return false;
	}
	out->limit = CATALOGUE_MAX;
	while ((got = fread(chunk, 1, sizeof(chunk), file)) > 0) {
		wb_buf_add(out, chunk, got);
	}
	bool good = !ferror(file) && !out->failed;
	fclose(file);
	return good;
}

static bool read_catalogue(const char *assets, const char *code,
                           struct wb_buf *out, char *ret_error,
                           size_t error_size)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/languages/%s.json", assets, code);
	if (!read_file(path, out)) {
		snprintf(ret_error, error_size, "cannot read '%s': %s", path,
		         strerror(errno));
		return false;
	}
	return true;
}

static bool load(struct wb_locale *locale, const char *assets, const char *code,
                 char *ret_error, size_t error_size)
{
	struct wb_buf own = { 0 }, english = { 0 };
	bool good =
		read_catalogue(assets, code, &own, ret_error, error_size) &&
		read_catalogue(assets, "en", &english, ret_error, error_size) &&
		wb_locale_init(locale, code, wb_buf_str(&own),
	                       wb_buf_str(&english), ret_error, error_size);

	wb_buf_finish(&own);
	wb_buf_finish(&english);
	return good;
}

const struct wb_locale *wb_languages_get(struct wb_languages *languages,
                                         const char *assets,
                                         enum wb_language language,
                                         char *ret_error, size_t error_size)
{
	if (!languages->loaded[language]) {
		languages->loaded[language] =
			load(&languages->locales[language], assets,
		             wb_language_code(language), ret_error, error_size);
	}
	return languages->loaded[language] ? &languages->locales[language]
	                                   : NULL;
}

void wb_languages_finish(struct wb_languages *languages)
{
	for (int i = 0; i < WB_LANGUAGE_COUNT; i++) {
		if (languages->loaded[i]) {
			wb_locale_finish(&languages->locales[i]);
		}
	}
}
