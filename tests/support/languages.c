#include "languages.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#define TEXT_MAX (256 * 1024)

static struct wb_str read_catalogue(const char *language, char *buffer)
{
	const char *assets = getenv("WB_ASSETS");
	char path[4096];
	FILE *stream;
	size_t len;

	ck_assert_ptr_nonnull(assets);
	snprintf(path, sizeof(path), "%s/languages/%s.json", assets, language);
	stream = fopen(path, "rb");
	ck_assert_msg(stream != NULL, "cannot read %s", path);
	len = fread(buffer, 1, TEXT_MAX, stream);
	fclose(stream);
	ck_assert_uint_lt(len, TEXT_MAX);
	return (struct wb_str){ buffer, len };
}

static void load(struct wb_locale *locale, const char *language,
                 const char *other)
{
	char *texts[2] = { malloc(TEXT_MAX), malloc(TEXT_MAX) };
	char error[256] = "";
	bool good;

	ck_assert(texts[0] != NULL && texts[1] != NULL);
	good = wb_locale_init(
		locale, language, read_catalogue(language, texts[0]),
		read_catalogue(other, texts[1]), error, sizeof(error));
	ck_assert_msg(good, "%s", error);
	free(texts[0]);
	free(texts[1]);
}

void languages_load(struct wb_locale *locale, const char *language)
{
	load(locale, language, "en");
}

void languages_load_alone(struct wb_locale *locale, const char *language)
{
	load(locale, language, language);
}
